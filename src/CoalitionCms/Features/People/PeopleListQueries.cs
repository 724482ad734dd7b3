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
    /// <param name="after">Cursor in any other order.</param>
    public async Task<PersonList?> ListAsync(Language language, PersonFilter filter, string? before, string? after,
        CancellationToken cancellationToken)
    {
        if (!filter.IsCommon)
        {
            shown.DoNotCache();
        }

        var page = filter.Order != PersonOrder.Newest
            ? before is null ? await ChosenAsync(language, filter, after, cancellationToken) : null
            : after is not null ? null
            : filter.IsNarrow ? await ChosenAsync(language, filter, before, cancellationToken)
            : await entries.ListAsync(EntryKind.Person, entries.In(EntryKind.Person, language), before, cancellationToken);
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
            today, async () => YearsTaken.Of(await FactsAsync(cancellationToken), today));
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
        var facts = await FactsAsync(cancellationToken);
        return YearsPicture.Of(facts.Select(f => f.Facts), today);
    }

    private Task<IReadOnlyList<(Guid Id, PersonFacts Facts)>> FactsAsync(CancellationToken cancellationToken) =>
        index.Facts.GetAsync(default, () => ReadFactsAsync(cancellationToken));

    /// <summary>Reads what is known of the custody of all public people.</summary>
    private async Task<IReadOnlyList<(Guid Id, PersonFacts Facts)>> ReadFactsAsync(CancellationToken cancellationToken)
    {
        var rows = await PublicPeople.Select(x =>
            new
            {
                x.Id,
                x.Status,
                x.Died,
                x.Region,
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
                Region = r.Region,
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

    /// <summary>
    /// Returns a page of the people in an order who fit a filter. They are chosen in memory: a database would look at each of them for
    /// every reader who sets two filters.
    /// </summary>
    /// <param name="last">The entry after which the page begins.</param>
    private async Task<EntryPage?> ChosenAsync(Language language, PersonFilter filter, string? last, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person));
        var ordered =
            await index.Orders.GetAsync((language.Code, filter.Order), () => ReadOrderAsync(language, filter.Order, cancellationToken));
        var members = filter.Campaign is { } campaign ? await MembersAsync(campaign.ItemId, cancellationToken) : null;
        HeldSpan? held = filter.From is null && filter.Until is null ? null
            : new(new(filter.From ?? 1000, 1, 1), new(filter.Until ?? 2999, 12, 31));
        var (page, isAfter) = (new List<Guid>(PublishedEntries.PageSize + 1), last is null);
        if (!Guid.TryParseExact(last, "N", out var cursor) && last is not null)
        {
            return null;
        }

        foreach (var person in ordered)
        {
            if ((filter.Status is { } status && person.Status != status)
                || (filter.Region is { } region && person.Region != region)
                || (filter.Issue is { } issue && !person.Issues.Contains(issue))
                || (held is { } days && !person.Held.Any(h => h.Meets(days)))
                || members?.Contains(person.ItemId) is false)
            {
                continue;
            }

            if (!isAfter)
            {
                isAfter = person.EntryId == cursor;
            }
            else if (page.Count <= PublishedEntries.PageSize)
            {
                page.Add(person.EntryId);
            }
            else
            {
                break;
            }
        }

        if (!isAfter)
        {
            return null;
        }

        var hasMore = page.Count > PublishedEntries.PageSize;
        page = hasMore ? page[..PublishedEntries.PageSize] : page;
        var lines = (await entries.RowsAsync(page, cancellationToken)).ToDictionary(l => l.EntryId);
        return new([.. page.Where(lines.ContainsKey).Select(id => lines[id])], hasMore ? page[^1].ToString("N") : null);
    }

    private async Task<HashSet<Guid>> MembersAsync(Guid campaignId, CancellationToken cancellationToken)
    {
        HashSet<Guid>? members = null;
        foreach (var people in relations.Select(r => r.PeopleOf(campaignId)))
        {
            var own = await people.ToListAsync(cancellationToken);
            members = members is null ? [.. own] : [.. members.Intersect(own)];
        }

        return members ?? [];
    }

    private async Task<IReadOnlyList<ListedPerson>> ReadListedAsync(Language language, CancellationToken cancellationToken)
    {
        var people = await entries.In(EntryKind.Person, language)
            .Select(p => new { p.EntryId, p.ItemId, p.Title, p.SortAt, Issues = p.Tags.Select(t => t.Slug).ToList() })
            .ToListAsync(cancellationToken);
        var facts = (await FactsAsync(cancellationToken)).ToDictionary(f => f.Id, f => f.Facts);
        var regions = RegionNames.Of([.. facts.Values.Select(f => f.Region).Distinct()], language).ToDictionary(r => r.Region, r => r.Name);
        var today = clock.TodayIn(options.Zone);

        // Somebody published between the two queries is in the list after the next change, which this publication announces.
        return
        [
            .. from person in people
               let own = facts.GetValueOrDefault(person.ItemId)
               where own is not null
               select new ListedPerson(person.EntryId, person.ItemId, person.Title, person.SortAt, own.Status,
                   regions.GetValueOrDefault(own.Region), person.Issues, HeldSpan.Of(own),
                   DaysDetained.Of(own, today).Sum(c => c.Most ?? c.Days)),
        ];
    }

    private async Task<IReadOnlyList<ListedPerson>> ReadOrderAsync(Language language, PersonOrder order,
        CancellationToken cancellationToken)
    {
        var people = await index.Listed.GetAsync(language.Code, () => ReadListedAsync(language, cancellationToken));
        switch (order)
        {
            case PersonOrder.Gravity:
                return [.. people.OrderBy(p => StatusView.Gravity(p.Status)).ThenByDescending(p => p.Days).ThenBy(p => p.EntryId)];
            case PersonOrder.Newest:
                return [.. people.OrderByDescending(p => p.SortAt).ThenByDescending(p => p.EntryId)];
            default:
                var rows = await PublicPeople.SelectMany(x => x.Names, (x, n) => new { x.Id, Name = n }).ToListAsync(cancellationToken);
                var names = rows.OrderBy(r => r.Name.Position).ToLookup(r => r.Id, r => r.Name.ToFact());
                return [.. people.OrderBy(p => PersonComposer.NameFor([.. names[p.ItemId]], language, p.Title),
                    new NameOrder(language, order)).ThenBy(p => p.EntryId)];
        }
    }

    private Task<List<LocalText>> RegionsAsync(CancellationToken cancellationToken) =>
        PublicPeople.Select(x => x.Region).Distinct().ToListAsync(cancellationToken);
}
