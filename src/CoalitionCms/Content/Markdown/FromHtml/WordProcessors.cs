using System.Globalization;
using System.Text.RegularExpressions;

namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>
/// Review marks that authors and reviewers leave in a document. A name that the author deleted, or a reviewer's comment about somebody,
/// must not get into a published text.
/// </summary>
internal static partial class ReviewMarks
{
    /// <summary>Whether an element is a tracked deletion or belongs to a comment.</summary>
    internal static bool Covers(HtmlNode node) => node.Name switch
    {
        "del" when node.Has("cite") || node.Has("datetime") => true,
        "a" when CommentLink().IsMatch(node["href"]) => true,
        "p" or "div" when StartsWithCommentLink(node) => true,
        _ => CommentClass().IsMatch(node["class"]),
    };

    /// <summary>Google Docs puts comments in boxes at the end; each begins with a link back to the commented text.</summary>
    private static bool StartsWithCommentLink(HtmlNode node)
    {
        while (node.Children.Find(child => !child.IsBlank) is { Name: "p" or "span" or "sup" or "a" } first)
        {
            if (first.Name == "a")
            {
                return CommentBackLink().IsMatch(first["href"]);
            }

            node = first;
        }
        return false;
    }

    [GeneratedRegex(@"(^|\s)(msoDel|msocomanchor|msocomtxt|msocomoff|MsoComment(Reference|Text|Subject))(\s|$)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CommentClass();

    [GeneratedRegex(@"#(_msocom_|_msoanchor_|cmnt|cmnt_ref)\d{1,6}$", RegexOptions.ExplicitCapture)]
    private static partial Regex CommentLink();

    [GeneratedRegex(@"#cmnt_ref\d{1,6}$")]
    private static partial Regex CommentBackLink();
}

/// <summary>Word copies a list as paragraphs that carry their nesting level and their own bullets.</summary>
internal static partial class WordLists
{
    /// <summary>The nesting level of a paragraph in a list, from 1; 0 when it is not in a list.</summary>
    internal static int LevelOf(HtmlNode paragraph) =>
        Level().Match(paragraph.Style.WordList) is { Success: true } level ? level.Groups["n"].Value[0] - '0' : 0;

    internal static bool IsBullet(HtmlNode node) => node.Style.WordList == "ignore";

    /// <summary>Adds a paragraph copied from Word to the list to which it belongs.</summary>
    internal static void Add(List<Block> blocks, HtmlNode paragraph, List<Block> content)
    {
        for (var level = LevelOf(paragraph); level > 1 && blocks.LastOrDefault() is ListBlock outer; level--)
        {
            blocks = outer.Items[^1].Blocks;
        }

        var last = blocks.LastOrDefault() as ListBlock;
        var marker = Marker().Match(BulletOf(paragraph).Trim());
        // Letters and Roman numerals are not converted: they continue the list in which they occur.
        var number = !marker.Success ? (int?)null
            : int.TryParse(marker.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written
            : last?.NextNumber ?? 1;
        ListNumbers.Add(blocks, [new ListItem(number, content)]);
    }

    private static string BulletOf(HtmlNode node)
    {
        foreach (var child in node.Children)
        {
            if (IsBullet(child))
            {
                return string.Concat(TextIn(child));
            }

            if (BulletOf(child) is { Length: > 0 } bullet)
            {
                return bullet;
            }
        }
        return "";
    }

    private static IEnumerable<string> TextIn(HtmlNode node) => node.IsText ? [node.Text] : node.Children.SelectMany(TextIn);

    [GeneratedRegex(@"\blevel(?<n>[1-9])\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Level();

    [GeneratedRegex(@"^[(（]?(?<n>[0-9]{1,6}|[a-zA-Z]{1,5}|[一二三四五六七八九十百]{1,4})[.)、）．]", RegexOptions.ExplicitCapture)]
    private static partial Regex Marker();
}

/// <summary>The footnotes of a text, numbered in the order in which the text refers to them.</summary>
internal sealed partial class Footnotes
{
    private readonly Dictionary<string, List<Block>> blocks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    internal bool Any => blocks.Count > 0;

    /// <summary>The keys of the referenced footnotes, by number. Writing a footnote may add more.</summary>
    internal List<string> Referred { get; } = [];

    /// <summary>Footnotes without a reference: their text stays in the document.</summary>
    internal IEnumerable<Block> Unreferred => blocks.Where(note => !numbers.ContainsKey(note.Key)).SelectMany(note => note.Value);

    internal IReadOnlyList<Block> this[string key] => blocks[key];

    internal void Add(string key, IEnumerable<Block> blocks)
    {
        if (!this.blocks.TryGetValue(key, out var note))
        {
            this.blocks[key] = note = [];
        }

        note.AddRange(blocks);
    }

    /// <summary>The number of a footnote; null when only the reference was copied.</summary>
    internal int? Refer(string key)
    {
        if (!blocks.ContainsKey(key))
        {
            return null;
        }

        if (numbers.TryAdd(key, Referred.Count + 1))
        {
            Referred.Add(key);
        }

        return numbers[key];
    }

    /// <summary>The footnote that a link leads to, in Word, LibreOffice, Google Docs and on this site.</summary>
    internal static string? ReferredTo(string href) => Key(Reference().Match(href));

    /// <summary>The footnote that contains a link, when the link leads back to the text.</summary>
    internal static string? ReferredFrom(string href) => Key(BackLink().Match(href));

    /// <summary>True for the number, letter or sign of a footnote; false for words.</summary>
    internal static bool IsMark(string text) => Mark().IsMatch(text);

    internal static string? HeldBy(string id) => Key(Holder().Match(id));

    private static string? Key(Match match) => match.Success ? (match.Groups["end"].Success ? "e" : "") + match.Groups["n"].Value : null;

    [GeneratedRegex(@"#(?:_ftn|(?<end>_edn)|sdfootnote|(?<end>sdendnote)|ftnt|fn:)(?<n>\d{1,6})(?:sym)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"#(?:_ftnref|(?<end>_ednref)|ftnt_ref|fnref:|sdfootnote(?=\d+anc)|(?<end>sdendnote)(?=\d+anc))(?<n>\d{1,6})(?:anc|:\d+)?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex BackLink();

    [GeneratedRegex(@"^\P{L}*(?:\p{L}|[ivxlcIVXLC]{1,8})?\P{L}*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^(?:ftn|(?<end>edn)|sdfootnote|(?<end>sdendnote)|fn:)(?<n>\d{1,6})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Holder();
}
