using CoalitionCms.Caching;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>Names of regions in a language. Regions are texts, not rows: two that are equal in one language are the same.</summary>
internal static class RegionNames
{
    /// <summary>Returns each region that has a name, with its name for readers of the language.</summary>
    public static IEnumerable<(LocalText Region, string Name)> Of(IReadOnlyCollection<LocalText> regions, Language language) =>
        from region in regions
        where !region.IsEmpty
        let own = region.In(language.Code)
        let told = own.Length > 0
            ? own
            : regions.Where(r => r.In(language.Code).Length > 0 && r.All.Intersect(region.All).Any()).Select(r => r.In(language.Code))
            .Order(StringComparer.Ordinal).FirstOrDefault()
        select (region, told ?? region.For(language.Code)!.Value.Text);

    /// <summary>The names of the regions of all cases; read again only when a region comes or goes.</summary>
    public static Derived<ListedCase, NamedRegions> Of(Language language) => new(
        cases => NamedRegions.Of(Derived.Counted([], RegionsOf(cases), 1), language),
        (before, gone, come) =>
        {
            var counts = Derived.Counted(Derived.Counted(before.Counts, RegionsOf(come), 1), RegionsOf(gone), -1);
            var isSame = counts.Count == before.Counts.Count && counts.Keys.All(before.Counts.ContainsKey);
            return isSame ? before with { Counts = counts } : NamedRegions.Of(counts, language);
        });

    private static IEnumerable<LocalText> RegionsOf(IEnumerable<ListedCase> cases) => cases.Select(c => c.Facts.Region);
}

/// <param name="Counts">How many cases are in each region.</param>
/// <param name="Names">The name of each region that has one, for readers of a language.</param>
/// <param name="Choices">The different names, in order.</param>
internal sealed record NamedRegions(Dictionary<LocalText, int> Counts, Dictionary<LocalText, string> Names, IReadOnlyList<string> Choices)
{
    public static NamedRegions Of(Dictionary<LocalText, int> counts, Language language)
    {
        var names = RegionNames.Of(counts.Keys, language).ToDictionary(r => r.Region, r => r.Name);
        var culture = StringComparer.Create(language.Culture, ignoreCase: false);
        return new(counts, names, [.. names.Values.Distinct(StringComparer.Ordinal).Order(culture)]);
    }
}
