using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>The layout data of public pages in one language.</summary>
/// <param name="Heading">Heading of the home page.</param>
/// <param name="MenuPages">Standing pages of the menu: path, title, language.</param>
/// <param name="Notice">The site notice, or null.</param>
/// <param name="Addresses">Official, mirror and onion addresses, in order.</param>
internal sealed record SiteFrame(
    LanguageText Name, LanguageText Heading, LanguageText Lede, IReadOnlyList<MenuPage> MenuPages, SiteNotice? Notice,
    IReadOnlyList<FrameAddress> Addresses)
{
    /// <summary>The name in the organisation's other script, or null.</summary>
    public LanguageText? SecondName { get; init; }

    /// <summary>One character in a square: text, because Tor Browser's safest mode blocks drawings.</summary>
    public LanguageText Sign { get; init; } = new("", Language.English.Code);

    /// <summary>Picture of the organisation's name; null for its name as text.</summary>
    public FrameImage? Wordmark { get; init; }

    /// <summary>Address of the style sheet of the organisation's colour; empty for the usual colour.</summary>
    public string ColourSheet { get; init; } = "";

    /// <summary>The campaign that leads the home page, if it is active; null for the newest.</summary>
    public Guid? Lead { get; init; }

    /// <summary>A sentence at the end of every page, or null.</summary>
    public LanguageText? Footer { get; init; }

    /// <summary>Where else the organisation is found, and how to give: names and addresses.</summary>
    public IReadOnlyList<LabelledText> Links { get; init; } = [];

    /// <summary>Fingerprints of keys.</summary>
    public IReadOnlyList<LabelledText> Keys { get; init; } = [];

    /// <summary>The first onion address of the register, which Tor Browser offers to readers; null for none.</summary>
    public string? Onion { get; init; }

    /// <summary>True if the site runs at an address that the register of addresses does not list as the organisation's.</summary>
    public bool IsUnlisted { get; init; }
}

internal sealed record MenuPage(string Path, string Title, string Language);

internal sealed record SiteNotice(LanguageText Text, NoticeSeverity Severity, string Link, DateOnly? On);

/// <summary>An address in the address strip and the footer.</summary>
internal sealed record FrameAddress(string Location);

internal sealed record FrameImage(string Source, int Width, int Height);

/// <summary>Provides the frame for the current request. Its content belongs to features, on which the web layer does not depend.</summary>
internal interface ISiteFrames
{
    Task<SiteFrame> ReadAsync(Language language, CancellationToken cancellationToken = default);

    /// <summary>The same, or null while the database does not answer and the frame was not read before.</summary>
    Task<SiteFrame?> FindAsync(Language language, CancellationToken cancellationToken = default);
}
