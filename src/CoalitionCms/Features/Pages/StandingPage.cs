using CoalitionCms.Content;

namespace CoalitionCms.Features.Pages;

/// <summary>Facts of a standing page.</summary>
/// <param name="InMenu">True when the site's menu links to it.</param>
/// <param name="MenuOrder">Smaller values come first.</param>
internal sealed record PageFacts(bool InMenu, int MenuOrder)
{
    /// <summary>Largest <see cref="MenuOrder"/>; the smallest is 0.</summary>
    public const int MaxMenuOrder = 99;

    /// <summary>The facts of a page that is not in the menu.</summary>
    public static PageFacts None { get; } = new(false, 0);
}

/// <summary>A standing page, such as "Who we are".</summary>
internal sealed class StandingPage : ItemRow
{
    public bool InMenu { get; private set; }
    public int MenuOrder { get; private set; }

    public PageFacts ToFacts() => new(InMenu, MenuOrder);

    public override string ToJson() => FactsJson.Write(ToFacts());

    protected override void Take(string json)
    {
        var facts = FactsJson.Read<PageFacts>(json);
        (InMenu, MenuOrder) = (facts.InMenu, facts.MenuOrder);
    }
}
