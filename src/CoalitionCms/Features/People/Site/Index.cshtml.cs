using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.People.Site;

/// <summary>
/// All people, or those with one status, of one region, issue or campaign, or held in a range of years; in one of three sort orders.
/// </summary>
internal sealed class IndexModel(PeopleListQueries queries) : SitePage
{
    public PersonList List { get; private set; } = null!;
    public PersonFilter Filter { get; private set; } = PersonFilter.All;
    public PersonChoices Choices { get; private set; } = null!;
    public PagerLinks Pager { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(
        string? status, string? from, string? until, string? region, string? issue, string? campaign, string? sort, string? before,
        string? after, CancellationToken cancellationToken)
    {
        var query = new PersonQuery(status, from, until, region, issue, campaign, sort);
        Choices = await queries.ChoicesAsync(Language, cancellationToken);
        if (PersonFilter.Read(query, Choices) is not { } filter)
        {
            return NotFound();
        }

        if (filter.Query != query)
        {
            return LocalRedirect(Address(filter));
        }

        if (await queries.ListAsync(Language, filter, before, after, cancellationToken) is not { } list)
        {
            return NotFound();
        }

        (List, Filter) = (list, filter);
        Pager = PagerLinks.Of(Address(filter), before ?? after, list.Next, filter.Order == PersonOrder.Newest
            ? nameof(before)
            : nameof(after));
        return Page();
    }

    public string Address(PersonFilter filter) => SiteUrls.List(EntryKind.Person, Language) + filter.ToQuery();

    /// <summary>Returns the share of all people as the width of a bar.</summary>
    public string Share(int count) => string.Create(CultureInfo.InvariantCulture, $"{100d * count / List.Total:0.##}%");
}
