using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Pages.Admin;

/// <summary>A page's facts as form fields.</summary>
internal sealed class PageForm
{
    public bool InMenu { get; set; }

    /// <summary>Position in the menu, as typed; empty for the first.</summary>
    public string? MenuOrder { get; set; }

    internal static PageForm Of(PageFacts facts) =>
        new() { InMenu = facts.InMenu, MenuOrder = facts.MenuOrder.ToString(CultureInfo.InvariantCulture) };

    internal PageFacts? ToFacts(ICollection<Error> errors)
    {
        var order = 0;
        if (!string.IsNullOrWhiteSpace(MenuOrder)
            && !int.TryParse(MenuOrder, NumberStyles.Integer, CultureInfo.InvariantCulture, out order))
        {
            errors.Add(PagesErrors.MenuOrderWrong);
            return null;
        }

        return new(InMenu, order);
    }
}
