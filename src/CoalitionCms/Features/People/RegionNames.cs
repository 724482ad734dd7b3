using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>What regions are called in a language. Regions are words, not rows: two that agree in one language are the same.</summary>
internal static class RegionNames
{
    /// <summary>Each region that has a name, with the one that readers of the language see.</summary>
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
