using CoalitionCms.Features.Pages.Actions;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Pages;

/// <summary>The feature's door.</summary>
public static class PagesFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSubject<StandingPage, PageFacts>(EntryKind.Page, PageFacts.None).AddScoped<PageReader>().AddScoped<SavePage>();
}
