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
    private const string PreformattedEnd = "</pre>";

    // Security: what stands within a mark is looked for in so many characters behind it.
    private const int LongestMark = 2_000;

    /// <returns>Null when it is longer than <paramref name="longest"/>: one pattern or photo may be referred to many times.</returns>
    public static string? Of(string content, IReadOnlyDictionary<string, WordPressReader.Attachment> attachments,
        IReadOnlyDictionary<string, string> patterns, List<string> remarks, int longest)
    {
        var text = content.ReplaceLineEndings("\n");
        for (var depth = 0; depth < DeepestPattern && text.Contains("wp:block", StringComparison.Ordinal); depth++)
        {
            var room = longest - text.Length;
            text = EachComment(text, (comment, inside) =>
            {
                if (inside.Length > LongestMark || SyncedPattern().Match(inside) is not { Success: true } match)
                {
                    return comment;
                }

                var pattern = patterns.GetValueOrDefault(match.Groups["id"].Value, "");
                return (room -= pattern.Length) < 0 ? "" : pattern;
            });
            if (room < 0)
            {
                return null;
            }
        }

        var hasBlocks = text.Contains("<!-- wp:", StringComparison.Ordinal);
        text = Division().Replace(text, match => match.Value.Contains("wp-block-cover", StringComparison.OrdinalIgnoreCase)
            && CoverPicture().Match(match.Value) is { Success: true } cover
            ? $"{match.Value}<img src=\"{cover.Groups["address"].Value}\" alt=\"\">"
            : match.Value);
        text = EachComment(text, (_, _) => "");
        return ShortCodes(text, attachments, remarks, longest) is not { } whole ? null : hasBlocks ? whole : Paragraphs(whole);
    }

    /// <summary>Replaces each comment by what is said for it and its inside; one without an end is no comment.</summary>
    private static string EachComment(string text, Func<string, string, string> replacement)
    {
        var (kept, at) = (new StringBuilder(text.Length), 0);
        for (int start; (start = text.IndexOf("<!--", at, StringComparison.Ordinal)) >= 0;)
        {
            var end = text.IndexOf("-->", start + 4, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            kept.Append(text, at, start - at).Append(replacement(text[start..(end + 3)], text[(start + 4)..end]));
            at = end + 3;
        }

        return kept.Append(text, at, text.Length - at).ToString();
    }

    private static string? ShortCodes(string text, IReadOnlyDictionary<string, WordPressReader.Attachment> attachments,
        List<string> remarks, int longest)
    {
        if (!text.Contains('[', StringComparison.Ordinal))
        {
            return text;
        }

        text = Caption().Replace(text, match => Figure(match.Groups["attributes"].Value, match.Groups["inside"].Value));
        var room = longest - text.Length;
        text = Gallery().Replace(text, match =>
        {
            var row = room < 0 ? "" : Row(match.Groups["attributes"].Value, attachments, room);
            room -= row.Length;
            return row;
        });
        if (room < 0)
        {
            return null;
        }

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

    /// <summary>The photos of a gallery; it ends behind the one with which it is longer than there is room.</summary>
    private static string Row(string attributes, IReadOnlyDictionary<string, WordPressReader.Attachment> attachments, int room)
    {
        var row = new StringBuilder("\n\n<figure>");
        foreach (var id in Attribute(attributes, "ids", "include").Split(',', StringSplitOptions.TrimEntries))
        {
            if (row.Length <= room && attachments.TryGetValue(id, out var photo))
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
        var (html, at) = (new StringBuilder(text.Length + 64), 0);
        for (var start = StartOfPreformatted(text, 0); start >= 0; start = StartOfPreformatted(text, at))
        {
            var end = text.IndexOf(PreformattedEnd, start, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
            {
                break;
            }

            end += PreformattedEnd.Length;
            AppendParagraphs(html, text[at..start]);
            html.Append(text, start, end - start);
            at = end;
        }

        AppendParagraphs(html, text[at..]);
        return html.ToString();
    }

    private static int StartOfPreformatted(string text, int from)
    {
        const string Start = "<pre";
        while ((from = text.IndexOf(Start, from, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            from += Start.Length;
            if (from == text.Length || !char.IsLetterOrDigit(text[from]))
            {
                return from - Start.Length;
            }
        }

        return -1;
    }

    private static void AppendParagraphs(StringBuilder html, string part)
    {
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

    // Security: no expression below reads a character more often than a fixed number of times: what it repeats excludes what it begins
    // with.
    [GeneratedRegex(@"\A\s*wp:block\s*\{[^}]*?""ref""\s*:\s*(?<id>\d{1,15})", RegexOptions.ExplicitCapture)]
    private static partial Regex SyncedPattern();

    [GeneratedRegex(@"<div\b[^<>]{0,2000}>", RegexOptions.IgnoreCase)]
    private static partial Regex Division();

    [GeneratedRegex(@"background-image:\s*url\(&?(quot;)?['""]?(?<address>[^)'""&]{1,500})",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CoverPicture();

    [GeneratedRegex(@"\[(wp_)?caption(?<attributes>[^\[\]]{0,1000})\](?<inside>(?>([^\[]+|\[(?!/?(wp_)?caption))*))\[/(wp_)?caption\]",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Caption();

    [GeneratedRegex(@"^\s*(<a\b[^<>]*>\s*<img\b[^<>]*>\s*</a>|<img\b[^<>]*>)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex PhotoEnd();

    [GeneratedRegex(@"\[gallery(?<attributes>[^\[\]]{0,2000})\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Gallery();

    [GeneratedRegex(@"\[embed[^\[\]]{0,500}\](?<address>[^\[]{1,1000})\[/embed\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Embed();

    [GeneratedRegex(@"\[(video|audio|youtube|vimeo)(?<attributes>[^\[\]]{0,1000})\](\s*\[/(video|audio)\])?", RegexOptions.ExplicitCapture)]
    private static partial Regex Player();

    [GeneratedRegex(
        @"\[/?[a-z][a-z0-9]{1,30}[_-][a-z0-9_-]{1,40}(\s[^\[\]]{0,1000})?\]"
        + @"|\[/?[a-z][a-z0-9]{2,30}\s+[a-z_]{1,30}=[""'][^\[\]]{0,1000}\]",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Other();

    [GeneratedRegex(@"(?<name>[a-z0-9_]{1,30})\s*=\s*[""'“”](?<value>[^""'“”]{0,1000})[""'“”]", RegexOptions.ExplicitCapture)]
    private static partial Regex AttributeValue();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLines();

    // Begins where a row of blanks begins, not at each blank of it.
    [GeneratedRegex(@"(?<![^\S\n])[^\S\n]*(<br\s*/?>[^\S\n]*)?\n\s*", RegexOptions.ExplicitCapture)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"</?(address|article|aside|blockquote|center|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|iframe|li|ol|p|section|table|"
        + @"tbody|td|tfoot|th|thead|tr|ul)\b[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex BlockTag();
}
