using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.People;

/// <summary>Lists of people for readers, with the filter options. People without a public entry are not included.</summary>
internal sealed class PeopleListQueries(CmsDbContext db, PublishedEntries entries, PersonQueries queries,
    IEnumerable<IPersonRelations> relations, PeopleIndex index, NameIndex names, PageCacheTags shown, CmsOptions options,
    TimeProvider clock)
{
    private static readonly CaseStatus[] Held = [.. Enum.GetValues<CaseStatus>().Where(DaysDetained.IsHeld)];

    private IQueryable<Person> PublicPeople =>
        db.Set<Person>().AsNoTracking().IgnoreAutoIncludes().Where(x => db.Set<Publication>().Any(p => p.ItemId == x.Id));

    public Task<PersonChoices> ChoicesAsync(Language language, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person), CacheTag.List(EntryKind.Campaign));
        var lastYear = clock.TodayIn(options.Zone).Year;
        return index.Choices.GetAsync((language.Code, lastYear), () => ReadChoicesAsync(language, lastYear, cancellationToken));
    }

    /// <summary>Returns a page of a list. Null when the cursor is malformed.</summary>
    /// <param name="before">Cursor in the order of publication.</param>
    /// <param name="after">Cursor in the order of names.</param>
    public async Task<PersonList?> ListAsync(Language language, PersonFilter filter, string? before, string? after,
        CancellationToken cancellationToken)
    {
        if (!filter.IsCommon)
        {
            shown.DoNotCache();
        }

        var people = await ChosenAsync(language, filter, cancellationToken);
        var page = filter.Order == PersonOrder.Newest
            ? after is null ? await entries.ListAsync(EntryKind.Person, people, before, cancellationToken) : null
            : before is null ? await ByNameAsync(people, language, filter, after, cancellationToken) : null;
        if (page is null)
        {
            return null;
        }

        var tally = await TallyAsync(cancellationToken);
        var today = clock.TodayIn(options.Zone);
        var overview = filter.IsNarrow || before is not null || after is not null
            ? null
            : await index.Overviews.GetAsync(today, () => ReadOverviewAsync(today, cancellationToken));
        return new(await queries.CardsAsync(page.Lines, language, cancellationToken), page.Next, tally, overview);
    }

    /// <summary>Returns a part of the name index; null when it does not exist.</summary>
    public Task<NameIndexPart?> NamesAsync(Language language, NameIndexOrder order, string? group, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person));
        return names.PartAsync(db, entries, language, order, group, cancellationToken);
    }

    /// <summary>Returns the number of all public people by status, without empty ones.</summary>
    public Task<IReadOnlyList<StatusTally>> TallyAsync(CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person));
        return index.Tallies.GetAsync(default, () => ReadTallyAsync(cancellationToken));
    }

    /// <summary>Returns the people who were held longest, with their years; null if no custody has a date.</summary>
    internal async Task<TakenView?> TakenAsync(Language language, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person));
        var today = clock.TodayIn(options.Zone);
        var taken = await index.Taken.GetAsync(
            today, async () => YearsTaken.Of(await ReadFactsAsync(cancellationToken), today));
        return taken is null ? null : new(taken, await queries.CardsAsync(language, [.. taken.Rows.Select(r => r.ItemId)],
            cancellationToken), today);
    }

    private async Task<PersonChoices> ReadChoicesAsync(Language language, int lastYear, CancellationToken cancellationToken)
    {
        var first = await PublicPeople.SelectMany(x => x.Episodes)
            .MinAsync(e => e.From.Earliest ?? e.From.Latest ?? e.Until.Earliest ?? e.Until.Latest, cancellationToken);
        var regions = RegionNames.Of(await RegionsAsync(cancellationToken), language).Select(r => r.Name).Distinct(StringComparer.Ordinal);
        var order = StringComparer.Create(language.Culture, ignoreCase: false);
        return new(
            Math.Min(first?.Year ?? lastYear, lastYear),
            lastYear,
            [.. regions.Order(order)],
            [.. (await IssuesAsync(language, cancellationToken)).OrderBy(i => i.Word, order)],
            await CampaignsAsync(language, cancellationToken));
    }

    private async Task<IReadOnlyList<StatusTally>> ReadTallyAsync(CancellationToken cancellationToken)
    {
        var tally = await PublicPeople.GroupBy(x => x.Status).Select(g => new StatusTally(g.Key, g.Count())).ToListAsync(cancellationToken);
        return [.. tally.OrderBy(t => StatusView.Gravity(t.Status))];
    }

    /// <summary>Computes how many people were held in each year, from all published facts.</summary>
    private async Task<YearsPicture?> ReadOverviewAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var facts = await ReadFactsAsync(cancellationToken);
        return YearsPicture.Of(facts.Select(f => f.Facts), today);
    }

    /// <summary>Reads what is known of the custody of all public people.</summary>
    private async Task<IReadOnlyList<(Guid Id, PersonFacts Facts)>> ReadFactsAsync(CancellationToken cancellationToken)
    {
        var rows = await PublicPeople.Select(x =>
            new
            {
                x.Id,
                x.Status,
                x.Died,
                Episodes = x.Episodes.OrderBy(e => e.Position).Select(e =>
            new { e.Custody, e.From, e.Until, e.Ended })
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => (r.Id, PersonFacts.None with
            {
                Status = r.Status,
                Died = r.Died,
                Episodes = [.. r.Episodes.Select(e => new DetentionEpisode(e.Custody, e.From, e.Until, e.Ended))],
            })),
        ];
    }

    private async Task<IReadOnlyList<Issue>> IssuesAsync(Language language, CancellationToken cancellationToken) =>
        await entries.In(EntryKind.Person, language).SelectMany(p => p.Tags).GroupBy(t => t.Slug)
            .Select(g => new Issue(g.Key, g.Min(t => t.Word)!)).ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<EntryRow>> CampaignsAsync(Language language, CancellationToken cancellationToken)
    {
        var campaigns = new List<EntryRow>();
        foreach (var relation in relations)
        {
            campaigns.AddRange(await relation.CampaignsAsync(language, cancellationToken));
        }

        return campaigns;
    }

    private async Task<IQueryable<Publication>> ChosenAsync(Language language, PersonFilter filter, CancellationToken cancellationToken)
    {
        var people = entries.In(EntryKind.Person, language);
        if (filter.Status is { } status)
        {
            people = people.Where(p => db.Set<Person>().Any(x => x.Id == p.ItemId && x.Status == status));
        }

        if (filter.Region is { } name)
        {
            var regions = RegionNames.Of(await RegionsAsync(cancellationToken), language).Where(r => r.Name == name).Select(r => r.Region)
                .ToList();
            people = people.Where(p => db.Set<Person>().Any(x => x.Id == p.ItemId && regions.Contains(x.Region)));
        }

        if (filter.Issue is { } issue)
        {
            people = people.Where(p => p.Tags.Any(t => t.Slug == issue));
        }

        if (filter.Campaign is { } campaign)
        {
            foreach (var members in relations.Select(r => r.PeopleOf(campaign.ItemId)))
            {
                people = people.Where(p => members.Contains(p.ItemId));
            }
        }

        return filter.From is null && filter.Until is null
            ? people
            : HeldIn(people, new(filter.From ?? 1000, 1, 1), new(filter.Until ?? 2999, 12, 31));
    }

    /// <summary>
    /// Filters people who may have been held on one of the days. A period reaches from its earliest possible first day to its latest
    /// possible last day. If a period ended on an unknown day, only the days of its start are used; if it began on an unknown day, only
    /// those of its end.
    /// </summary>
    private IQueryable<Publication> HeldIn(IQueryable<Publication> people, DateOnly first, DateOnly last) =>
        people.Where(p => db.Set<Person>().Any(x => x.Id == p.ItemId && x.Episodes.Any(e =>
            (e.From.Edtf != ""
                ? e.From.Earliest == null || e.From.Earliest <= last
                : e.Until.Edtf != "" && (e.Until.Earliest == null || e.Until.Earliest <= last))
            && (e.Until.Edtf != ""
                ? e.Until.Latest == null || e.Until.Latest >= first
                : !e.Ended && x.Died.Edtf != ""
                    ? x.Died.Latest == null || x.Died.Latest >= first
                    : (!e.Ended && Held.Contains(x.Status)) || e.From.Latest == null || e.From.Latest >= first))));

    private async Task<EntryPage?> ByNameAsync(IQueryable<Publication> people, Language language, PersonFilter filter, string? after,
        CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person));
        var ordered =
            await index.Orders.GetAsync((language.Code, filter.Order), () => ReadOrderAsync(language, filter.Order, cancellationToken));
        if (filter.Status is { } status)
        {
            ordered = [.. ordered.Where(p => p.Status == status)];
        }

        if ((filter with { Status = null }).IsNarrow)
        {
            var chosen = (await people.Select(p => p.EntryId).ToListAsync(cancellationToken)).ToHashSet();
            ordered = [.. ordered.Where(p => chosen.Contains(p.EntryId))];
        }

        var start = !Guid.TryParseExact(after, "N", out var last) ? 0
            : ordered.Index().Where(p => p.Item.EntryId == last).Select(p => p.Index + 1).FirstOrDefault();
        if (after is not null && start == 0)
        {
            return null;
        }

        List<Guid> page = [.. ordered.Skip(start).Take(PublishedEntries.PageSize).Select(p => p.EntryId)];
        var lines = (await entries.RowsAsync(page, cancellationToken)).ToDictionary(l => l.EntryId);
        return new([.. page.Where(lines.ContainsKey).Select(id => lines[id])], start + page.Count < ordered.Count
            ? page[^1].ToString("N")
            : null);
    }

    private async Task<IReadOnlyList<(Guid EntryId, CaseStatus Status)>> ReadOrderAsync(Language language, PersonOrder order,
        CancellationToken cancellationToken)
    {
        var people = await entries.In(EntryKind.Person, language).Select(p => new { p.EntryId, p.ItemId, p.Title })
            .ToListAsync(cancellationToken);
        var facts = (await ReadFactsAsync(cancellationToken)).ToDictionary(f => f.Id, f => f.Facts);

        // Somebody published between the two queries is in the list after the next change, which this publication announces.
        people.RemoveAll(p => !facts.ContainsKey(p.ItemId));
        if (order == PersonOrder.Gravity)
        {
            var today = clock.TodayIn(options.Zone);
            return
            [
                .. people.OrderBy(p => StatusView.Gravity(facts[p.ItemId].Status))
                    .ThenByDescending(p => DaysDetained.Of(facts[p.ItemId], today).Sum(c => c.Most ?? c.Days))
                    .ThenBy(p => p.EntryId).Select(p => (p.EntryId, facts[p.ItemId].Status)),
            ];
        }

        var rows = await PublicPeople.SelectMany(x => x.Names, (x, n) => new { x.Id, Name = n }).ToListAsync(cancellationToken);
        var names = rows.OrderBy(r => r.Name.Position).ToLookup(r => r.Id, r => r.Name.ToFact());
        return
        [
            .. people.OrderBy(p => PersonComposer.NameFor([.. names[p.ItemId]], language, p.Title), new NameOrder(language, order))
            .ThenBy(p => p.EntryId)
                .Select(p => (p.EntryId, facts[p.ItemId].Status)),
        ];
    }

    private Task<List<LocalText>> RegionsAsync(CancellationToken cancellationToken) =>
        PublicPeople.Select(x => x.Region).Distinct().ToListAsync(cancellationToken);
}
