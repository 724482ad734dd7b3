using System.Collections.Frozen;

namespace CoalitionCms.Content.Pasting;

/// <summary>Sorts the elements of HTML by what they do to the text around them.</summary>
internal static class ClipTags
{
    /// <summary>Without content and without an end.</summary>
    internal static FrozenSet<string> Void { get; } = Set("area base br col embed frame hr img input link meta param source track wbr");

    /// <summary>Their content is no markup.</summary>
    internal static FrozenSet<string> Raw { get; } = Set("script style xmp iframe noembed noframes noscript title textarea");

    /// <summary>Dropped with all that is in them.</summary>
    internal static FrozenSet<string> Dropped { get; } = Set("script style xmp iframe noembed noframes noscript title textarea head meta link base svg math "
        + "object embed applet audio video canvas template button input select option optgroup datalist progress meter o:p");

    /// <summary>They begin and end a paragraph.</summary>
    internal static FrozenSet<string> Block { get; } = Set("html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption "
        + "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li legend main menu nav ol p pre search section summary table caption ul tbody thead tfoot tr td th");

    /// <summary>An end tag inside does not reach out of them.</summary>
    internal static FrozenSet<string> Enclosure { get; } = Set("table td th caption");

    internal static FrozenSet<string> TableParts { get; } = Set("table caption thead tbody tfoot tr td th");

    /// <summary>What a start tag ends when it is still open, up to the element that holds both.</summary>
    internal static bool Ends(string start, string open) => start switch
    {
        "li" => open is "li",
        "dt" or "dd" => open is "dt" or "dd",
        "td" or "th" => open is "td" or "th" or "caption",
        "tr" => open is "tr" or "caption",
        "thead" or "tbody" or "tfoot" => open is "thead" or "tbody" or "tfoot" or "caption",
        _ => false,
    };

    /// <summary>Whether an open element keeps a start tag from ending what lies outside of it.</summary>
    internal static bool Shields(string start, string open) => start switch
    {
        "li" => open is "ul" or "ol" or "menu" or "dir" || Enclosure.Contains(open),
        "dt" or "dd" => open is "dl" || Enclosure.Contains(open),
        _ => open is "table",
    };

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
