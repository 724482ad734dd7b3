using CoalitionCms.Operations.Audit;

namespace CoalitionCms.Caching;

/// <summary>Carries the word that something public changed from a save to whoever keeps copies of pages in this process.</summary>
public sealed class CacheInvalidation
{
    /// <summary>Raised after the commit with the tags of what changed; <see cref="CacheTag.Everything"/> means all.</summary>
    public event Action<IReadOnlyCollection<string>>? Changed;

    /// <summary>Raised with the lines of the log that a save wrote.</summary>
    public event Action<IReadOnlyList<AuditEntry>>? Recorded;

    /// <summary>Raises <see cref="Recorded"/>.</summary>
    internal void Raise(IReadOnlyList<AuditEntry> lines) => Recorded?.Invoke(lines);

    /// <summary>Raises <see cref="Changed"/>.</summary>
    public void Raise(IReadOnlyCollection<string> tags)
    {
        if (tags.Count > 0)
        {
            Changed?.Invoke([.. tags]);
        }
    }
}

/// <summary>Names of what a cached page shows. A page carries the tags of all it read; a save names the tags that it changed.</summary>
public static class CacheTag
{
    /// <summary>Every page there is.</summary>
    public const string Everything = "*";

    /// <summary>Site name, menu, addresses, notice: on every page.</summary>
    public const string Site = "site";

    /// <summary>Whatever names attendees: one withdrawn consent drops all of it.</summary>
    public const string Attendance = "attendance";

    /// <summary>Lists of one kind, the home page among them.</summary>
    public static string List(Domain.EntryKind kind) => "list:" + kind;

    /// <summary>A photo or file that something public does not show any more.</summary>
    public static string Media(string sha256) => "media:" + sha256;

    /// <summary>Pages that show one thing.</summary>
    public static string Item(Guid itemId) => "subject:" + itemId.ToString("N");
}
