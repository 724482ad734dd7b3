using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>
/// The names of attendees that may be shown on a day, as search reads them; in memory until the roster or a consent changes. Nothing of
/// them is stored.
/// </summary>
internal sealed class AttendeeSpellings(CacheInvalidation invalidation) : IDisposable
{
    internal MemoizedQuery<DateOnly, IReadOnlyList<(Guid MemberId, string Index)>> OfDay { get; } = new(invalidation, CacheTag.Attendance);

    public void Dispose() => OfDay.Dispose();
}

/// <summary>Finds public events by the names of attendees, as far as visitors may know them today.</summary>
internal sealed class AttendeeSearch(CmsDbContext db, PublicAttendance attendance, AttendeeSpellings spellings, ConsentDay day)
{
    private const int MostMembers = 20;

    /// <summary>The events whose list names somebody under a name that contains all phrases, newest first.</summary>
    public async Task<IReadOnlyList<Guid>> EventsAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        // Security: names that nobody may see are not even compared, so that the time an answer takes tells nothing of the roster.
        var allowed = await spellings.OfDay.GetAsync(await day.TodayAsync(db, cancellationToken), async () =>
            [.. (await attendance.NamesAllowedAsync(cancellationToken)).Select(n => (n.MemberId, IndexOf(n.Name)))]);
        var members = allowed.Where(m => Contains(m.Index, query)).Select(m => m.MemberId).Distinct().Take(MostMembers).ToList();
        return members.Count == 0
            ? []
            : await attendance.EventsNamingAsync(members, name => Contains(IndexOf(name), query), cancellationToken);
    }

    private static string IndexOf(DisplayName name) => SearchText.Index(new[] { name.Romanised, name.Native }.SelectMany(NameSpellings.Of));

    private static bool Contains(string index, SearchQuery query) =>
        query.Phrases.Count > 0 && query.Phrases.All(p => $" {index} ".Contains($" {string.Join(' ', p)} ", StringComparison.Ordinal));
}
