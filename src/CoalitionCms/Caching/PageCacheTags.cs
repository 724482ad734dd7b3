using CoalitionCms.Domain;

namespace CoalitionCms.Caching;

/// <summary>Collects what the page being rendered shows; readers add to it. A page that shows nothing known is not cached.</summary>
public sealed class PageCacheTags
{
    private readonly HashSet<string> tags = new(StringComparer.Ordinal);

    /// <summary>The last day on which the page may be shown at all, or null: a consent ends with it.</summary>
    public DateOnly? LastDay { get; private set; }

    /// <summary>False for a page that is one of too many to keep.</summary>
    public bool IsKept { get; private set; } = true;

    /// <summary>
    /// Notes that the page is one of so many, each asked for so seldom, that it is made anew each time and crowds no other out of the
    /// memory.
    /// </summary>
    public void DoNotCache() => IsKept = false;

    /// <summary>
    /// Notes that something on the page may be shown through this day and no longer, not even while the database is gone.
    /// </summary>
    public void ExpireAfter(DateOnly day) => LastDay = LastDay is { } earlier && earlier < day ? earlier : day;

    /// <summary>The language whose "not found" page this is; null for every other page.</summary>
    public Language? MissingPageOf { get; private set; }

    /// <summary>Notes that the page is what every address in a language that is none gets.</summary>
    public void IsMissingPageOf(Language language) => MissingPageOf = language;

    public IReadOnlyCollection<string> All => tags;

    public void Add(params ReadOnlySpan<string> shown)
    {
        foreach (var tag in shown)
        {
            tags.Add(tag);
        }
    }
}
