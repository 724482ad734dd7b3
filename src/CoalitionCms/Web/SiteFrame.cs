using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>What stands around every public page in one language.</summary>
/// <param name="Heading">Heading of the home page.</param>
/// <param name="MenuPages">Standing pages of the menu: path, title, language.</param>
/// <param name="Notice">The site notice, or null.</param>
/// <param name="Addresses">Official, mirror and onion addresses, in order.</param>
public sealed record SiteFrame(
    LanguageText Name, LanguageText Heading, LanguageText Lede, IReadOnlyList<MenuPage> MenuPages, SiteNotice? Notice,
    IReadOnlyList<FrameAddress> Addresses);

public sealed record MenuPage(string Path, string Title, string Language);

public sealed record SiteNotice(LanguageText Text, NoticeSeverity Severity, string Link, DateOnly? On);

/// <summary>An address of the strip and the footer.</summary>
public sealed record FrameAddress(string Location);

/// <summary>The frame for the request at hand. What stands in it belongs to features, which the web does not know.</summary>
public interface ISiteFrames
{
    Task<SiteFrame> ReadAsync(Language language, CancellationToken cancellationToken = default);
}
