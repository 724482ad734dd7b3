using CoalitionCms.Domain;

namespace CoalitionCms.Features.Pages;

internal static class PagesErrors
{
    /// <summary>The value is not a number, or is outside the menu's range.</summary>
    public static Error MenuOrderWrong { get; } = new("Pages.MenuOrderWrong", nameof(PageFacts.MenuOrder), PageFacts.MaxMenuOrder);
}
