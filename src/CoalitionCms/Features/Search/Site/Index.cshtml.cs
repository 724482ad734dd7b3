using CoalitionCms.Caching;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.People;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Search.Site;

/// <summary>The form, and the results of a question. Nothing that is asked is kept or logged.</summary>
internal sealed class IndexModel(SearchQueries queries, PersonQueries people, ArticleQueries articles, PageCacheTags shown) : SitePage
{
    /// <summary>The question as it was typed, on one line.</summary>
    public string Question { get; private set; } = "";

    public SearchQuery Query { get; private set; } = SearchQuery.Of(null);
    public SearchFilter Filter { get; private set; } = SearchFilter.None;

    /// <summary>Null before a question, or when it contains nothing to search for.</summary>
    public SearchResults? Results { get; private set; }

    /// <summary>The people and articles among the results, by the id of their entry's item.</summary>
    public IReadOnlyDictionary<Guid, PersonCard> Faces { get; private set; } = new Dictionary<Guid, PersonCard>();

    public IReadOnlyDictionary<Guid, MediaView> Covers { get; private set; } = new Dictionary<Guid, MediaView>();

    public int PageNumber { get; private set; } = 1;

    public PagerLinks Pager => new(
        PageNumber > 1 ? Address(Filter) : null,
        Results is { } found && PageNumber * SearchQueries.PageSize < (found.HasMore ? SearchQueries.Most : found.Total)
            ? Address(Filter, PageNumber + 1)
            : null,
        IsByTime: false);

    /// <summary>The question was longer than what is searched for.</summary>
    public bool IsCut { get; private set; }

    public async Task<IActionResult> OnGetAsync(
        string? q, string? kind, [FromQuery(Name = "in")] string? language, string? year, [FromQuery] string? page,
        CancellationToken cancellationToken)
    {
        // Every question is a page of its own, and readers must not find in a cache what others looked for.
        shown.DoNotCache();
        Question = CleanText.Line(q);
        IsCut = Question.Length > SearchQuery.Longest;
        Question = IsCut ? Question[..SearchQuery.Longest] : Question;
        Query = SearchQuery.Of(Question);

        // A filter that does not exist narrows nothing; a link with a wrong one still leads to results.
        Filter = new(
            Enum.TryParse<EntryKind>(kind, ignoreCase: true, out var found) && Enum.IsDefined(found) ? found : null,
            Language.Find(language)?.Code,
            int.TryParse(year, out var number) && number is > 0 and < 10_000 ? number : null);
        PageNumber = int.TryParse(page, out var wanted) ? Math.Clamp(wanted, 1, SearchQueries.Most / SearchQueries.PageSize) : 1;
        if (Query.Phrases.Count > 0)
        {
            Results = await queries.FindAsync(Query, Filter, PageNumber, Language, cancellationToken);
            if (Results is null)
            {
                // A page beyond the end: the last one may have moved.
                return LocalRedirect(Address(Filter));
            }

            await TakePicturesAsync(Results.Hits, cancellationToken);
        }

        return Page();
    }

    private async Task TakePicturesAsync(IReadOnlyList<SearchHit> hits, CancellationToken cancellationToken)
    {
        var found = hits.ToLookup(h => h.Entry.Kind, h => h.Entry);
        if (found.Contains(EntryKind.Person))
        {
            Faces = (await people.CardsAsync([.. found[EntryKind.Person]], Language, cancellationToken)).ToDictionary(p => p.ItemId);
        }

        if (found.Contains(EntryKind.Article))
        {
            Covers = (await articles.CardsAsync([.. found[EntryKind.Article]], Language, cancellationToken))
                .Where(a => a.Cover is not null).ToDictionary(a => a.Line.ItemId, a => a.Cover!);
        }
    }

    public string Address(SearchFilter filter, int page = 1) =>
        SiteUrls.Search(Language, Question, filter.Kind?.ToString().ToLowerInvariant(), filter.Language, filter.Year, page);
}
