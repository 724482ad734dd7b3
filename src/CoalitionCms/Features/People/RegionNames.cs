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
}
