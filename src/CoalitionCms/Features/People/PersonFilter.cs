using System.Globalization;
using CoalitionCms.Content;

namespace CoalitionCms.Features.People;

internal enum PersonOrder
{
    /// <summary>Those who are held first, of each status those held longest.</summary>
    Gravity,

    Newest,

    Romanised,

    Native,
}

/// <summary>
/// The available filter options. No other values are accepted in a URL, so that made-up ones can be neither requested nor cached.
/// </summary>
/// <param name="FirstYear">Year of the earliest possible first day in custody.</param>
/// <param name="Regions">Names of regions, in the reader's language if available.</param>
/// <param name="Issues">The tags of people's entries in the reader's language.</param>
/// <param name="Campaigns">Public campaigns that a listed person belongs to.</param>
internal sealed record PersonChoices(int FirstYear, int LastYear, IReadOnlyList<string> Regions, IReadOnlyList<Issue> Issues,
    IReadOnlyList<EntryRow> Campaigns)
{
    public IEnumerable<int> Years => Enumerable.Range(FirstYear, LastYear - FirstYear + 1).Reverse();
}

internal sealed record Issue(string Slug, string Word);

internal sealed record PersonQuery(string? Status, string? From, string? Until, string? Region, string? Issue, string? Campaign,
    string? Sort);

/// <summary>The filter of a list of people.</summary>
/// <param name="Status">The status; null for all.</param>
/// <param name="From">First year of the period in which they may have been held.</param>
/// <param name="Until">Last year of the period.</param>
/// <param name="Order">Order.</param>
internal sealed record PersonFilter(CaseStatus? Status, int? From, int? Until, string? Region, string? Issue, EntryRow? Campaign,
    PersonOrder Order)
{
    public static PersonFilter All { get; } = new(null, null, null, null, null, null, PersonOrder.Gravity);

    public bool IsNarrow => this with { Order = PersonOrder.Gravity } != All;

    /// <summary>True if at most one option is set: such lists are few enough to cache, all others are too many.</summary>
    public bool IsCommon =>
        new[] { Status is not null, Region is not null, Issue is not null, Campaign is not null, From is not null,
        Until is not null && Until != From }.Count(chosen => chosen) <= 1;

    /// <summary>The canonical query of the filter.</summary>
    public PersonQuery Query =>
        new(Status?.ToString(), Year(From), Year(Until), Region, Issue, Campaign?.Slug, Order == PersonOrder.Gravity
        ? null
        : Order.ToString());

    /// <summary>Returns the query string, with the question mark; empty for all people.</summary>
    public string ToQuery()
    {
        var query = Query;
        (string Name, string? Value)[] all =
        [
            ("status", query.Status), ("from", query.From), ("until", query.Until), ("region", query.Region), ("issue", query.Issue),
                ("campaign", query.Campaign), ("sort", query.Sort),
        ];
        var chosen = string.Join('&', all.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return chosen.Length == 0 ? "" : "?" + chosen;
    }

    /// <summary>
    /// Parses a query. Years out of range become the nearest valid one, and two in the wrong order are swapped. Null for values that are
    /// not available options.
    /// </summary>
    public static PersonFilter? Read(PersonQuery query, PersonChoices choices)
    {
        // Only exact names: "0" or different case would be additional URLs of the same page.
        if (!TryWord<CaseStatus>(query.Status, out var status) || !TryWord<PersonOrder>(query.Sort, out var order)
            || !TryYear(query.From, out var from) || !TryYear(query.Until, out var until)
            || (query.Region is not null && !choices.Regions.Contains(query.Region, StringComparer.Ordinal))
            || (query.Issue is not null && choices.Issues.All(i => i.Slug != query.Issue)))
        {
            return null;
        }

        var campaign = choices.Campaigns.FirstOrDefault(c => c.Slug == query.Campaign);
        if (query.Campaign is not null && campaign is null)
        {
            return null;
        }

        if (from > until)
        {
            (from, until) = (until, from);
        }

        if (from > choices.LastYear || until < choices.FirstYear)
        {
            return null;
        }

        return new(status, from < choices.FirstYear
            ? choices.FirstYear
            : from, until > choices.LastYear
            ? choices.LastYear
            : until, query.Region, query.Issue, campaign, order ?? PersonOrder.Gravity);
    }

    private static string? Year(int? year) => year?.ToString(CultureInfo.InvariantCulture);

    private static bool TryWord<T>(string? text, out T? value)
        where T : struct, Enum
    {
        value = Enum.GetValues<T>().Where(v => v.ToString() == text).Select(v => (T?)v).FirstOrDefault();
        return text is null || value is not null;
    }

    private static bool TryYear(string? text, out int? year)
    {
        year = text is { Length: 4 } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return text is null || year is not null;
    }
}
