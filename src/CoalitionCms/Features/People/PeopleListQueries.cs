using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.People;

/// <summary>Lists of people for readers, with the filter options. People without a public entry are not included.</summary>
internal sealed class PeopleListQueries(CmsDbContext db, PublishedEntries entries, PersonQueries queries,
    IEnumerable<IPersonRelations> relations, PeopleIndex index, PageCacheTags shown, CmsOptions options,
    TimeProvider clock)
{
    public async Task<PersonChoices> ChoicesAsync(Language language, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person), CacheTag.List(EntryKind.Campaign));
        var lastYear = clock.TodayIn(options.Zone).Year;
        var cases = await CasesAsync(cancellationToken);
        return new(
            Math.Min(index.FirstYears.Of(cases) ?? lastYear, lastYear),
            lastYear,
            index.In(language).Regions.Of(cases).Choices,
            index.In(language).Issues.Of(await ListedAsync(language, cancellationToken)),
            await index.Campaigns.GetAsync(language.Code, () => CampaignsAsync(language, cancellationToken)));
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
        var overview = filter.IsNarrow || before is not null || after is not null
            ? null
            : index.Overviews.Of(await CasesAsync(cancellationToken));
        return new(await queries.CardsAsync(page.Lines, language, cancellationToken), page.Next, tally, overview);
    }

    /// <summary>Returns a part of the name index; null when it does not exist.</summary>
    public async Task<NameIndexPart?> NamesAsync(Language language, NameIndexOrder order, string? group,
        CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person));
        return index.In(language).Names[order].Of(await ListedAsync(language, cancellationToken)).Part(group);
    }

    /// <summary>Returns the number of all public people by status, without empty ones.</summary>
    public async Task<IReadOnlyList<StatusTally>> TallyAsync(CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person));
        return index.Tallies.Of(await CasesAsync(cancellationToken));
    }

    /// <summary>Returns the people who were held longest, with their years; null if no custody has a date.</summary>
    internal async Task<TakenView?> TakenAsync(Language language, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person));
        var taken = index.Taken.Of(await CasesAsync(cancellationToken));
        return taken is null ? null : new(taken, await queries.CardsAsync(language, [.. taken.Rows.Select(r => r.ItemId)],
            cancellationToken), clock.TodayIn(options.Zone));
    }

    private Task<ItemRows<ListedCase>> CasesAsync(CancellationToken cancellationToken)
    {
        var today = clock.TodayIn(options.Zone);
        return index.Cases.GetAsync(today, ids => ReadCasesAsync(ids, today, cancellationToken));
    }

    private Task<ItemRows<ListedPerson>> ListedAsync(Language language, CancellationToken cancellationToken) =>
        index.In(language).Listed.GetAsync(clock.TodayIn(options.Zone), ids => ReadListedAsync(ids, language, cancellationToken));

    private async Task<Dictionary<Guid, ListedCase>> ReadCasesAsync(IReadOnlyCollection<Guid>? ids, DateOnly today,
        CancellationToken cancellationToken)
    {
        var cases = db.Set<Person>().AsNoTracking().IgnoreAutoIncludes().Where(x => db.Set<Publication>().Any(p => p.ItemId == x.Id));
        cases = ids is null ? cases : cases.Where(x => ids.Contains(x.Id));
        var rows = await cases.Select(x => new { x.Id, x.Status, x.Died, x.Region }).ToListAsync(cancellationToken);
        var names = (await cases.SelectMany(x => x.Names, (x, n) => new { x.Id, Name = n }).ToListAsync(cancellationToken))
            .OrderBy(n => n.Name.Position).ToLookup(n => n.Id, n => n.Name.ToFact());
        var episodes = (await cases.SelectMany(x => x.Episodes, (x, e) => new { x.Id, e.Position, e.Custody, e.From, e.Until, e.Ended })
            .ToListAsync(cancellationToken)).OrderBy(e => e.Position).ToLookup(e => e.Id);
        return rows.ToDictionary(r => r.Id, r => new ListedCase(r.Id, PersonFacts.None with
        {
            Names = [.. names[r.Id]],
            Status = r.Status,
            Died = r.Died,
            Region = r.Region,
            Episodes = [.. episodes[r.Id].Select(e => new DetentionEpisode(e.Custody, e.From, e.Until, e.Ended))],
        }, today));
    }

    private async Task<Dictionary<Guid, ListedPerson>> ReadListedAsync(IReadOnlyCollection<Guid>? ids, Language language,
        CancellationToken cancellationToken)
    {
        // Somebody published between the two queries is read after the change that this publication announces.
        var cases = await CasesAsync(cancellationToken);
        var people = PublishedEntries.For(db, language);
        people = ids is null ? people.Where(p => p.Kind == EntryKind.Person) : people.Where(p => ids.Contains(p.ItemId));
        return (await people.Select(p => new
        {
            p.ItemId,
            p.EntryId,
            p.Title,
            p.SortAt,
            p.Language,
            p.Slug,
            Issues = p.Tags.Select(t => new Issue(t.Slug, t.Word)).ToList(),
        }).ToListAsync(cancellationToken))
            .Select(p => (Entry: p, Case: cases.Find(p.ItemId))).Where(p => p.Case is not null)
            .ToDictionary(p => p.Entry.ItemId, p => new ListedPerson(p.Case!, p.Entry.EntryId, p.Entry.Title,
                PersonComposer.NameFor(p.Case!.Facts.Names, language, p.Entry.Title),
                SiteUrls.Entry(EntryKind.Person, Language.Find(p.Entry.Language)!, p.Entry.Slug), p.Entry.SortAt, p.Entry.Issues));
    }

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
        var ordered = index.In(language).Orders[filter.Order].Of(await ListedAsync(language, cancellationToken));
        var regions = index.In(language).Regions.Of(await CasesAsync(cancellationToken)).Names;
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
            if ((filter.Status is { } status && person.Case.Facts.Status != status)
                || (filter.Region is { } region && regions.GetValueOrDefault(person.Case.Facts.Region) != region)
                || (filter.Issue is { } issue && person.Issues.All(i => i.Slug != issue))
                || (held is { } days && !person.Case.Held.Any(h => h.Meets(days)))
                || members?.Contains(person.Case.ItemId) is false)
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
}
