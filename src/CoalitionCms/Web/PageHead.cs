using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CoalitionCms.Web;

/// <summary>The data of a public page for its layout: title, description, translations, structured data.</summary>
internal sealed record PageHead
{
    /// <summary>Title without the site's name; if empty, only the site's name is used.</summary>
    public string Title { get; init; } = "";

    /// <summary>One or two sentences for search engines and shared links.</summary>
    public string Description { get; init; } = "";

    public required string Path { get; init; }

    /// <summary>Path in each language in which the page exists; null when it exists in all languages under the same path.</summary>
    public IReadOnlyDictionary<string, string>? Alternates { get; init; }

    public string OpenGraphType { get; init; } = "website";

    /// <summary>Path of a picture for shared links; empty for none.</summary>
    public string Image { get; init; } = "";

    /// <summary>True if that is a drawn card, which shows the title.</summary>
    public bool HasCard => Image.StartsWith("/media/cards/", StringComparison.Ordinal);

    /// <summary>schema.org data, or null.</summary>
    public JsonLd? Data { get; init; }

    /// <summary>Title of the feed of this page, below its path; empty if it has none of its own.</summary>
    public string FeedTitle { get; init; } = "";

    /// <summary>True for pages that search engines should not index.</summary>
    public bool IsUnlisted { get; init; }

    /// <summary>True when an editor previews content that is not public.</summary>
    public bool IsPreview { get; init; }

    /// <summary>True for a letter or poster, which has a style sheet of its own for paper.</summary>
    public bool IsSheet { get; init; }

    /// <summary>
    /// True for an entry: in a language without a translation, its address is answered by a page that says so and offers the others.
    /// </summary>
    public bool IsEntry { get; init; }

    /// <summary>First segment of the path of the current menu entry.</summary>
    public string Section { get; init; } = "";

    /// <summary>Path in a language: the translation, or null where there is none.</summary>
    public string? PathIn(Language language) =>
        Alternates is null ? SiteUrls.InLanguage(Path, language) : Alternates.GetValueOrDefault(language.Code);

    /// <summary>Path for readers of any other language.</summary>
    public string DefaultPath =>
        Alternates is null ? SiteUrls.InLanguage(Path, Language.English)
        : Alternates.Count == 0 ? Path : Language.First(Alternates, a => a.Key).Value;

    /// <summary>Where the language switch leads.</summary>
    public string SwitchTo(Language language) =>
        PathIn(language) ?? (IsEntry ? SiteUrls.InLanguage(Path, language) : SiteUrls.Home(language));
}

/// <summary>Passes the head from a page to its layout.</summary>
internal static class PageHeads
{
    private const string Key = "head";

    public static void SetHead(this ViewDataDictionary viewData, PageHead head) => viewData[Key] = head;

    public static PageHead Head(this ViewDataDictionary viewData) =>
        viewData[Key] as PageHead ?? throw new InvalidOperationException("A page of the Site surface sets its head first.");
}
