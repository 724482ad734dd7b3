using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CoalitionCms.Features.Events;

/// <summary>The names that were taken back, in memory until a consent, the roster or a case changes.</summary>
internal sealed class WithheldNamesCache(CacheInvalidation invalidation) : IDisposable
{
    /// <summary>
    /// Also those that a public case has: found by reading the consents of all, so no case that changes makes that necessary.
    /// </summary>
    internal MemoizedQuery<DateOnly, IReadOnlyList<string>> TakenBack { get; } = new(invalidation, CacheTag.Attendance);

    internal MemoizedQuery<DateOnly, WithheldNames> Withheld { get; } =
        new(invalidation, CacheTag.Attendance, CacheTag.List(EntryKind.Person));

    public void Dispose()
    {
        TakenBack.Dispose();
        Withheld.Dispose();
    }
}

/// <summary>
/// The names of people whom consent let us name once and nothing lets us name today. A name that a public case has stays in the search: the
/// case is public by a decision of its own, and is withdrawn by another.
/// </summary>
internal sealed class NamesTakenBack(CmsDbContext db, PublicAttendance attendance, WithheldNamesCache cache, ConsentDay day)
    : IWithheldNames
{
    public async Task<WithheldNames> ReadAsync(CancellationToken cancellationToken)
    {
        var today = await day.TodayAsync(db, cancellationToken);
        return await cache.Withheld.GetAsync(today, async () => await WithoutCasesAsync(
            await cache.TakenBack.GetAsync(today, () => attendance.NamesTakenBackAsync(null, cancellationToken)), cancellationToken));
    }

    public async Task<WithheldNames> ReadNowAsync(IReadOnlyCollection<Guid>? memberIds, CancellationToken cancellationToken) =>
        await WithoutCasesAsync(await attendance.NamesTakenBackAsync(memberIds, cancellationToken), cancellationToken);

    private async Task<WithheldNames> WithoutCasesAsync(IReadOnlyList<string> takenBack, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var name in takenBack)
        {
            var asked = new SearchQuery([[.. SearchText.Tokens(name, withBoundaries: false).Select(t => t.Text)]]);
            if (asked.Phrases[0].Count > 0 && !await db.Search(asked, SearchField.Names, 1).AnyAsync(cancellationToken))
            {
                names.Add(name);
            }
        }

        return names.Count == 0 ? WithheldNames.None : new(names);
    }
}

/// <summary>Takes a name out of the search in the transaction that takes it back, and puts it back in the one that allows it.</summary>
internal sealed class WithholdNames(CmsDbContext db, NamesTakenBack names, SearchIndex search) : IFollowsSave
{
    private HashSet<Guid> members = [];

    public bool IsConcerned(ChangeTracker changes)
    {
        members =
        [
            .. changes.Entries<GivenConsent>().Where(IsChanged).Select(e => e.Entity.MemberId),
            .. changes.Entries<Member>().Where(e => IsChanged(e) && e.State != EntityState.Added).Select(e => e.Entity.Id),
            .. changes.Entries<Attendance>().Where(e => IsChanged(e)
                && (e.Entity.HiddenByStaff || e.Property(a => a.HiddenByStaff).OriginalValue)).Select(e => e.Entity.MemberId),
        ];
        return members.Count > 0;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var some = await names.ReadNowAsync(members, cancellationToken);
        if (some.IsEmpty && !await db.Set<SearchDocument>().AnyAsync(d => d.IsShortened, cancellationToken))
        {
            return;
        }

        await search.WithholdAsync(await names.ReadNowAsync(null, cancellationToken), some, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static bool IsChanged(EntityEntry entry) => entry.State is not (EntityState.Unchanged or EntityState.Detached);
}
