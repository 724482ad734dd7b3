using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;

namespace CoalitionCms.Content;

/// <summary>The text of one entry as typed.</summary>
/// <param name="Title">One line, 1–200 characters.</param>
/// <param name="Slug">Last part of the address; made from the title when empty.</param>
/// <param name="Summary">One paragraph for lists and feeds, up to 500 characters; may be empty.</param>
/// <param name="Body">Markdown, up to <see cref="MaxBody"/> characters.</param>
/// <param name="Tags">Up to 12 words or phrases.</param>
public sealed record EntryText(string Title, string Slug, string Summary, string Body, IReadOnlyList<string> Tags)
{
    public const int MaxTitle = 200;

    public const int MaxSummary = 500;

    /// <summary>Longest body: about 80,000 words.</summary>
    public const int MaxBody = 500_000;

    public const int MaxTags = 12;

    /// <summary>Longest note about a change or a review.</summary>
    public const int MaxNote = 500;

    public bool Matches(EntryText other) =>
        Title == other.Title && Slug == other.Slug && Summary == other.Summary && Body == other.Body
        && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal);

    /// <summary>The same with a slug that fits into the database; the form keeps the longer one.</summary>
    public EntryText WithRoomForSlug() => Slug.Length > Domain.Slug.MaxLength ? this with { Slug = Domain.Slug.From(Slug) } : this;

    /// <summary>The same with normalized line ends, spaces and invisible characters, and a slug.</summary>
    public EntryText Clean()
    {
        var title = CleanText.Line(Title);
        var slug = CleanText.Line(Slug);
        return new(
            title,
            slug.Length == 0 ? Domain.Slug.From(title) : slug,
            CleanText.Line(Summary),
            CleanText.Block(Body),
            [.. Tags.Select(CleanText.Line).Where(t => t.Length > 0).DistinctBy(Domain.Slug.From, StringComparer.Ordinal)]);
    }
}

/// <summary>Why a revision was created.</summary>
public enum RevisionReason
{
    Saved,

    /// <summary>Saved by the editor automatically while somebody was writing.</summary>
    Autosaved,

    Restored,

    /// <summary>The texts of two people were merged.</summary>
    Merged,
}

/// <summary>
/// The text of an entry at the time of a save. Immutable with one exception: within <see cref="AutosaveWindow"/> of its creation, an
/// autosave that nothing refers to yet is replaced by the next save of its author.
/// </summary>
public sealed class TextRevision : IAudited
{
    /// <summary>How long an autosaved revision is updated by further saves of its author.</summary>
    public static readonly TimeSpan AutosaveWindow = TimeSpan.FromMinutes(10);

    private TextRevision()
    {
    }

    public TextRevision(Guid id, Entry entry, long number, EntryText text, Guid? savedBy, DateTime nowUtc)
    {
        Id = id;
        EntryId = entry.Id;
        SavedBy = savedBy;
        BegunAt = nowUtc;
        Write(entry, number, text, nowUtc);
    }

    public Guid Id { get; private set; }
    public Guid EntryId { get; private set; }

    /// <summary>Counts from 1 within the entry; numbers of replaced autosaves are missing.</summary>
    public long Number { get; private set; }

    public string Title { get; private set; } = "";
    public string Slug { get; private set; } = "";
    public string Summary { get; private set; } = "";
    public string Body { get; private set; } = "";
    public string Tags { get; private set; } = "";
    public Guid? SavedBy { get; private set; }
    public DateTime SavedAt { get; private set; }
    public DateTime BegunAt { get; private set; }
    public RevisionReason Reason { get; private set; }

    /// <summary>The author's description of the change; may be empty.</summary>
    public string Note { get; private set; } = "";

    /// <summary>Hash of the text; approvals, publications and the audit log refer to it.</summary>
    public string Hash { get; private set; } = "";

    public EntryText Text => new(Title, Slug, Summary, Body, Tags.Length == 0 ? [] : Tags.Split('\n'));

    internal TextRevision Because(RevisionReason reason, string note)
    {
        (Reason, Note) = (reason, note);
        return this;
    }

    /// <summary>Keeps an autosave as a revision of its own: something refers to it, so later saves do not replace it.</summary>
    internal void Keep() => Reason = Reason == RevisionReason.Autosaved ? RevisionReason.Saved : Reason;

    /// <summary>Replaces the text with a later save of its author.</summary>
    internal void Write(Entry entry, long number, EntryText text, DateTime nowUtc)
    {
        Number = number;
        Title = text.Title;
        Slug = text.Slug;
        Summary = text.Summary;
        Body = text.Body;
        Tags = string.Join('\n', text.Tags);
        SavedAt = nowUtc;
        Hash = HashOf(entry.Kind, entry.Language);
    }

    /// <summary>Removes words from a revision that is not public. The hash changes, so that an approval of the revision is void.</summary>
    internal void TakeOut(Entry entry, Func<string, string> from)
    {
        (Title, Slug, Summary, Body, Tags, Note) = (from(Title), from(Slug), from(Summary), from(Body), from(Tags), from(Note));
        Hash = HashOf(entry.Kind, entry.Language);
    }

    /// <summary>The hash that a revision with this text has.</summary>
    internal static string HashOf(EntryKind kind, string language, EntryText text) =>
        ContentHash.Of(kind.ToString(), language, text.Title, text.Slug, text.Summary, text.Body, string.Join('\n', text.Tags));

    internal string HashOf(EntryKind kind, string language) => ContentHash.Of(kind.ToString(), language, Title, Slug, Summary, Body, Tags);
}
