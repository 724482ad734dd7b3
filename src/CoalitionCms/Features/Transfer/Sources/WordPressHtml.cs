using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CoalitionCms.Features.Transfer;

/// <summary>
/// Makes HTML of what WordPress stores: block comments, paragraphs that only blank lines separate, and codes in square brackets, which it
/// would replace when it shows the text.
/// </summary>
internal static partial class WordPressHtml
{
    private const int DeepestPattern = 3;

    public static string Of(string content, IReadOnlyDictionary<string, WordPressReader.Attachment> attachments,
        IReadOnlyDictionary<string, string> patterns, List<string> remarks)
    {
        var text = content.ReplaceLineEndings("\n");
        for (var depth = 0; depth < DeepestPattern && SyncedPattern().IsMatch(text); depth++)
        {
            text = SyncedPattern().Replace(text, match => patterns.GetValueOrDefault(match.Groups["id"].Value, ""));
        }

        var hasBlocks = text.Contains("<!-- wp:", StringComparison.Ordinal);
        text = CoverPicture().Replace(text, "$0<img src=\"$1\" alt=\"\">");
        text = Comment().Replace(text, "");
        text = ShortCodes(text, attachments, remarks);
        return hasBlocks ? text : Paragraphs(text);
    }

    private static string ShortCodes(string text, IReadOnlyDictionary<string, WordPressReader.Attachment> attachments,
        List<string> remarks)
    {
        if (!text.Contains('[', StringComparison.Ordinal))
        {
            return text;
        }

        text = Caption().Replace(text, match => Figure(match.Groups["attributes"].Value, match.Groups["inside"].Value));
        text = Gallery().Replace(text, match => Row(match.Groups["attributes"].Value, attachments));
        text = Embed().Replace(text, match => $"\n\n<p>{match.Groups["address"].Value.Trim()}</p>\n\n");
        text = Player().Replace(text, match => Attribute(match.Groups["attributes"].Value, "src", "mp4", "mp3", "url", "id") is
        { Length: > 0 } address ? $"\n\n<iframe src=\"{Address(address)}\"></iframe>\n\n" : "");
        return Other().Replace(text, match =>
        {
            remarks.Add("Import.Remark.ShortCode");
            return "";
        });

        static string Address(string address) => address.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            ? WebUtility.HtmlEncode(address)
            : "https://www.youtube.com/embed/" + WebUtility.HtmlEncode(address);
    }

    private static string Figure(string attributes, string inside)
    {
        var end = PhotoEnd().Match(inside);
        var (photo, caption) = end.Success ? (inside[..end.Length], inside[end.Length..]) : (inside, "");
        caption = caption.Trim().Length > 0 ? caption.Trim() : Attribute(attributes, "caption");
        return $"\n\n<figure>{photo}<figcaption>{caption}</figcaption></figure>\n\n";
    }

    private static string Row(string attributes, IReadOnlyDictionary<string, WordPressReader.Attachment> attachments)
    {
        var row = new StringBuilder("\n\n<figure>");
        foreach (var id in Attribute(attributes, "ids", "include").Split(',', StringSplitOptions.TrimEntries))
        {
            if (attachments.TryGetValue(id, out var photo))
            {
                row.Append(CultureInfo.InvariantCulture, $"<figure><img src=\"{WebUtility.HtmlEncode(photo.Address)}\" ")
                    .Append(CultureInfo.InvariantCulture, $"alt=\"{WebUtility.HtmlEncode(photo.AltText)}\">")
                    .Append(CultureInfo.InvariantCulture, $"<figcaption>{WebUtility.HtmlEncode(photo.Caption)}</figcaption></figure>");
            }
        }

        return row.Append("</figure>\n\n").ToString();
    }

    private static string Attribute(string attributes, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (Match match in AttributeValue().Matches(attributes))
            {
                if (match.Groups["name"].Value == name)
                {
                    return match.Groups["value"].Value;
                }
            }
        }

        return "";
    }

    /// <summary>Blank lines separate paragraphs, and line ends are breaks, except inside of what is mark-up already.</summary>
    private static string Paragraphs(string text)
    {
        var html = new StringBuilder(text.Length + 64);
        var parts = Preformatted().Split(text);
        foreach (var part in parts)
        {
            if (part.StartsWith("<pre", StringComparison.OrdinalIgnoreCase))
            {
                html.Append(part);
                continue;
            }

            foreach (var paragraph in BlankLines().Split(BlockTag().Replace(part, "\n\n$0\n\n")))
            {
                var trimmed = paragraph.Trim('\n', ' ', '\t');
                if (trimmed.Length == 0)
                {
                    continue;
                }

                if (BlockTag().IsMatch(trimmed))
                {
                    html.Append(trimmed);
                }
                else
                {
                    html.Append("<p>").Append(LineEnd().Replace(trimmed, "<br>")).Append("</p>");
                }
            }
        }

        return html.ToString();
    }

    [GeneratedRegex(@"<!--\s*wp:block\s*\{[^}]*""ref""\s*:\s*(?<id>\d{1,15})[^}]*\}\s*/?-->", RegexOptions.ExplicitCapture)]
    private static partial Regex SyncedPattern();

    [GeneratedRegex(@"<div[^>]{0,500}wp-block-cover[^>]{0,500}background-image:\s*url\(&?(?:quot;)?['""]?([^)'""&]{1,500})[^>]{0,500}>",
        RegexOptions.IgnoreCase)]
    private static partial Regex CoverPicture();

    [GeneratedRegex(@"<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\[(?:wp_)?caption(?<attributes>[^\]]{0,1000})\](?<inside>.{0,5000}?)\[/(?:wp_)?caption\]",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Caption();

    [GeneratedRegex(@"^\s*(<a\b[^>]*>\s*<img\b[^>]*>\s*</a>|<img\b[^>]*>)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex PhotoEnd();

    [GeneratedRegex(@"\[gallery(?<attributes>[^\]]{0,2000})\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Gallery();

    [GeneratedRegex(@"\[embed[^\]]{0,500}\](?<address>[^\[]{1,1000})\[/embed\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Embed();

    [GeneratedRegex(@"\[(?:video|audio|youtube|vimeo)(?<attributes>[^\]]{0,1000})\](?:\s*\[/(?:video|audio)\])?",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Player();

    [GeneratedRegex(
        @"\[/?[a-z][a-z0-9]{1,30}[_-][a-z0-9_-]{1,40}(\s[^\]]{0,1000})?\]"
        + @"|\[/?[a-z][a-z0-9]{2,30}\s+[a-z_]{1,30}=[""'][^\]]{0,1000}\]",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Other();

    [GeneratedRegex(@"(?<name>[a-z0-9_]{1,30})\s*=\s*[""'“”](?<value>[^""'“”]{0,1000})[""'“”]", RegexOptions.ExplicitCapture)]
    private static partial Regex AttributeValue();

    [GeneratedRegex(@"(<pre\b.*?</pre>)", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Preformatted();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"\s*(<br\s*/?>)?\s*\n\s*", RegexOptions.ExplicitCapture)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"</?(address|article|aside|blockquote|center|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|iframe|li|ol|p|section|table|"
        + @"tbody|td|tfoot|th|thead|tr|ul)\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex BlockTag();
}
