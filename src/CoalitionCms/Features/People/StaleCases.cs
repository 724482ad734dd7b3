using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.People;

/// <summary>A public case in the review list for editors.</summary>
/// <param name="EntryId">The original entry, for editing.</param>
/// <param name="VerifiedOn">The day of the last review of the case, or null.</param>
/// <param name="Missing">Facts without a source.</param>
internal sealed record KeptCase(Guid EntryId, string Title, string Language, StatusView Status, DateOnly? VerifiedOn,
    IReadOnlyList<MissingSource> Missing);

internal sealed record KeptCases(IReadOnlyList<KeptCase> Cases, string? Next);

/// <param name="VerifiedOn">The day of the last review; null when there was none.</param>
internal sealed record StaleCase(string Title, string Language, DateOnly? VerifiedOn);

/// <summary>
/// Public cases in the order in which they are due for review: first those never reviewed, then those with the oldest review.
/// </summary>
internal sealed class StaleCases(CmsDbContext db, CmsOptions options, TimeProvider clock)
{
    private sealed record CaseTitle(Guid OriginalId, string Title, string Language);

    // Twice a year: a few volunteers can review every case that often, and no campaign should depend on older facts.
    /// <summary>The number of days after which a case is due for review.</summary>
    public const int StaleAfterDays = 180;

    private const int PageSize = 30;

    /// <summary>
    /// Returns a page of the list; null when the cursor is malformed. Cases of people who died in custody are listed only among all cases,
    /// because they no longer change.
    /// </summary>
    public async Task<KeptCases?> ListAsync(Language reader, bool all, string? after, CancellationToken cancellationToken)
    {
        var people = all ? Public : Due;

        if (after is not null)
        {
            if (Cursor.Read(after) is not { } cursor)
            {
                return null;
            }

            var on = DateOnly.FromDateTime(cursor.SortAt);
            people = people.Where(p => p.VerifiedOn >= on && (p.VerifiedOn > on || p.Id.CompareTo(cursor.EntryId) > 0));
        }

        var page = await people.AsSplitQuery().OrderBy(p => p.VerifiedOn).ThenBy(p => p.Id).Take(PageSize + 1)
            .ToListAsync(cancellationToken);
        var shown = page.Take(PageSize).ToList();
        var ids = shown.ConvertAll(p => p.Id);
        var titles = await TitlesAsync(ids, reader, cancellationToken);
        var last = shown.LastOrDefault();
        return new(
            [.. from person in shown
                let entry = titles.GetValueOrDefault(person.Id)
                where entry is not null
                let facts = person.ToFacts()
                select new KeptCase(entry.OriginalId, entry.Title, entry.Language, new(facts.Status, facts.Certainty, facts.StatusAsOf),
                facts.VerifiedOn, MissingSource.In(facts))],
            page.Count > PageSize
            ? Cursor.Write(DateTime.SpecifyKind(last!.VerifiedOn.ToDateTime(default), DateTimeKind.Utc), last.Id)
            : null);
    }

    /// <summary>The number of cases that are due, up to a hundred, and the three that waited longest.</summary>
    public async Task<(int Count, IReadOnlyList<StaleCase> First)> DueAsync(Language reader, CancellationToken cancellationToken)
    {
        var due = await Due.OrderBy(p => p.VerifiedOn).ThenBy(p => p.Id).Take(100).Select(p => new { p.Id, p.VerifiedOn })
            .ToListAsync(cancellationToken);
        var ids = due.Take(3).Select(p => p.Id).ToList();
        var titles = await TitlesAsync(ids, reader, cancellationToken);
        return (due.Count, [.. from one in due.Take(3)
                               let title = titles.GetValueOrDefault(one.Id)
                               where title is not null
                               select new StaleCase(title.Title, title.Language, one.VerifiedOn == Person.Never ? null : one.VerifiedOn)]);
    }

    /// <summary>The title in the reader's language, otherwise the original's; facts are edited with the original.</summary>
    private async Task<Dictionary<Guid, CaseTitle>> TitlesAsync(List<Guid> ids, Language reader, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var code = reader.Code;
        var entries = await db.Set<Entry>().AsNoTracking().Where(e => ids.Contains(e.ItemId) && (e.IsOriginal || e.Language == code))
            .Select(e => new { e.ItemId, e.Id, e.Title, e.Language, e.IsOriginal }).ToListAsync(cancellationToken);
        return entries.Where(e => e.IsOriginal).ToDictionary(e => e.ItemId, original =>
        {
            var shown = entries.Find(e => e.ItemId == original.ItemId && e.Language == code && e.Title.Length > 0) ?? original;
            return new CaseTitle(original.Id, shown.Title, shown.Language);
        });
    }

    private IQueryable<Person> Public =>
        db.Set<Person>().AsNoTracking().Where(p => db.Set<Publication>().Any(x => x.ItemId == p.Id));

    private IQueryable<Person> Due
    {
        get
        {
            var before = clock.TodayIn(options.Zone).AddDays(-StaleAfterDays);
            return Public.Where(p => p.VerifiedOn < before && p.Status != CaseStatus.DiedInCustody);
        }
    }
}
