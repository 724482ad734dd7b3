using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>The layout data of public pages in one language.</summary>
/// <param name="Heading">Heading of the home page.</param>
/// <param name="MenuPages">Standing pages of the menu: path, title, language.</param>
/// <param name="Notice">The site notice, or null.</param>
/// <param name="Addresses">Official, mirror and onion addresses, in order.</param>
internal sealed record SiteFrame(
    LanguageText Name, LanguageText Heading, LanguageText Lede, IReadOnlyList<MenuPage> MenuPages, SiteNotice? Notice,
    IReadOnlyList<FrameAddress> Addresses);

internal sealed record MenuPage(string Path, string Title, string Language);

internal sealed record SiteNotice(LanguageText Text, NoticeSeverity Severity, string Link, DateOnly? On);

/// <summary>An address in the address strip and the footer.</summary>
internal sealed record FrameAddress(string Location);

/// <summary>Provides the frame for the current request. Its content belongs to features, on which the web layer does not depend.</summary>
internal interface ISiteFrames
{
    Task<SiteFrame> ReadAsync(Language language, CancellationToken cancellationToken = default);
}
