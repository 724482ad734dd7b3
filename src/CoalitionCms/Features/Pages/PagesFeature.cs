using CoalitionCms.Features.Pages.Actions;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Pages;

/// <summary>The feature's door.</summary>
public static class PagesFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSubject<StandingPage, PageFacts>(EntryKind.Page, PageFacts.None).AddScoped<PageQueries>().AddScoped<SavePage>();
}
