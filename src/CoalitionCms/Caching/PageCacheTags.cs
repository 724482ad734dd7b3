using CoalitionCms.Domain;

namespace CoalitionCms.Caching;

/// <summary>Collects the tags of the page being rendered; queries add to it. A page without tags is not cached.</summary>
internal sealed class PageCacheTags
{
    private readonly HashSet<string> tags = new(StringComparer.Ordinal);

    /// <summary>The last day on which the page may be shown at all, because a consent ends with it; or null.</summary>
    public DateOnly? LastDay { get; private set; }

    /// <summary>False for a page that must not be cached.</summary>
    public bool IsKept { get; private set; } = true;

    /// <summary>
    /// Marks the page as one of many rarely requested ones: it is rendered for each request and displaces no other page from the cache.
    /// </summary>
    public void DoNotCache() => IsKept = false;

    /// <summary>Limits showing the page to this day, even while the database is unavailable.</summary>
    public void ExpireAfter(DateOnly day) => LastDay = LastDay is { } earlier && earlier < day ? earlier : day;

    /// <summary>The entry that the page shows; null for every other page.</summary>
    public Guid? EntryId { get; private set; }

    public void IsPageOf(Guid entryId) => EntryId ??= entryId;

    /// <summary>The language whose "not found" page this is; null for every other page.</summary>
    public Language? MissingPageOf { get; private set; }

    /// <summary>Marks the page as the answer to every unknown address in a language.</summary>
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
