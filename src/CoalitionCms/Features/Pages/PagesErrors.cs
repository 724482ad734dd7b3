using CoalitionCms.Domain;

namespace CoalitionCms.Features.Pages;

/// <summary>Why a page's facts are refused.</summary>
public static class PagesErrors
{
    /// <summary>No number, or one outside the menu's range.</summary>
    public static Error MenuOrderWrong { get; } = new("Pages.MenuOrderWrong", nameof(PageFacts.MenuOrder), PageFacts.MaxMenuOrder);
}
