using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace CoalitionCms.Content.Markdown.FromHtml;

internal sealed class HtmlNode(string name, string text, IReadOnlyList<HtmlAttributeToken> attributes)
{
    private HtmlStyle? style;

    internal string Name => name;

    internal string Text => text;

    internal bool IsText => name.Length == 0;

    internal bool IsBlank => IsText && string.IsNullOrWhiteSpace(text);

    /// <summary>The beginning of the text of the node and of all inside it; only a few nodes are looked at.</summary>
    internal string Beginning
    {
        get
        {
            var (read, waiting) = (new StringBuilder(), new Stack<HtmlNode>([this]));
            for (var looked = 0; looked < 50 && waiting.TryPop(out var node); looked++)
            {
                read.Append(node.Text);
                foreach (var child in Enumerable.Reverse(node.Children))
                {
                    waiting.Push(child);
                }
            }

            return read.ToString();
        }
    }

    internal bool IsBlock => HtmlElements.Block.Contains(name);

    internal List<HtmlNode> Children { get; } = [];
    internal bool HoldsTable { get; set; }

    internal HtmlStyle Style => style ??= new HtmlStyle(this["style"]);

    /// <summary>
    /// True for elements that a browser or word processor does not show, or that are not meant for readers: deleted words, reviewers'
    /// comments.
    /// </summary>
    internal bool IsHidden => IsUnseen || (!IsText && ReviewMarks.Covers(this));

    /// <summary>The same without the marks of reviewers, which a published text does not have.</summary>
    internal bool IsUnseen => !IsText && (HtmlElements.Dropped.Contains(name) || Has("hidden") || Style.Hides);

    internal string this[string attribute] => attributes.FirstOrDefault(a => a.Name == attribute).Value ?? "";

    internal bool Has(string attribute) => attributes.Any(a => a.Name == attribute);

    internal int Number(string attribute, int otherwise) =>
        int.TryParse(this[attribute], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}

/// <summary>The declarations of a style attribute that are evaluated.</summary>
internal sealed class HtmlStyle
{
    internal HtmlStyle(string style)
    {
        foreach (var range in style.AsSpan().Split(';'))
        {
            var declaration = style.AsSpan()[range];
            var colon = declaration.IndexOf(':');
            if (colon > 0)
            {
                Read(LowerCase(declaration[..colon]), LowerCase(declaration[(colon + 1)..]));
            }
        }
    }

    internal bool? Bold { get; private set; }
    internal bool? Italic { get; private set; }
    internal bool Strike { get; private set; }
    internal bool Hides { get; private set; }
    internal Height? Height { get; private set; }

    /// <summary>
    /// The list position written by Microsoft Word, such as <c>l0 level1 lfo1</c>; <c>ignore</c> on the bullet that it draws itself.
    /// </summary>
    internal string WordList { get; private set; } = "";

    private static string LowerCase(ReadOnlySpan<char> text) => text.Trim().ToString().ToLowerInvariant();

    private void Read(string property, string value)
    {
        switch (property)
        {
            case "font-weight":
                Bold = value is "bold" or "bolder"
                    || (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var weight) && weight >= 600);
                break;
            case "font-style":
                Italic = value is "italic" or "oblique";
                break;
            case "text-decoration" or "text-decoration-line":
                Strike |= value.Contains("line-through", StringComparison.Ordinal);
                break;
            case "vertical-align":
                Height = value switch { "super" => FromHtml.Height.Raised, "sub" => FromHtml.Height.Lowered, _ => FromHtml.Height.Normal };
                break;
            case "display":
                Hides |= value.StartsWith("none", StringComparison.Ordinal);
                break;
            case "mso-hide":
                Hides |= value == "all";
                break;
            case "mso-element":
                Hides |= value is "comment-list" or "comment";
                break;
            case "mso-special-character":
                Hides |= value == "comment";
                break;
            case "mso-list":
                WordList = value;
                break;
        }
    }
}

/// <summary>
/// Builds a tree from AngleSharp's tokens. Not from its document: the rules of HTML for misplaced tags compare each element with all open
/// elements and may copy them, so 40,000 nested elements take five seconds, and twice as many take four times as long.
/// </summary>
internal sealed class HtmlTree
{
    // Security: the tree is walked by recursion, and each start tag searches the open elements. Deeper elements become siblings.
    private const int Deepest = 200;

    private readonly List<HtmlNode> open = [new("", "", [])];
    private readonly Dictionary<string, int> openByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> tooDeep = new(StringComparer.Ordinal);

    /// <summary>
    /// Parses HTML and returns the root; with <paramref name="paragraphsOnly"/> all elements except paragraphs and line breaks are left
    /// out, but not their text.
    /// </summary>
    internal static HtmlNode Parse(string html, bool paragraphsOnly)
    {
        using var source = new TextSource(new StringTextSource(html));
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver)
        {
            SkipComments = true,
            DisableElementPositionTracking = true,
        };
        var tree = new HtmlTree();
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            if (token.Type == HtmlTokenType.Character)
            {
                tree.open[^1].Children.Add(new HtmlNode("", token.Data, []));
            }
            else if (token is HtmlTagToken tag && (!paragraphsOnly || HtmlElements.PartsText(tag.Name)))
            {
                if (tag.Type == HtmlTokenType.StartTag && HtmlElements.Raw.Contains(tag.Name))
                {
                    tokenizer.State = tag.Name switch
                    {
                        "script" => HtmlParseMode.Script,
                        "title" or "textarea" => HtmlParseMode.RCData,
                        _ => HtmlParseMode.Rawtext,
                    };
                }
                if (tag.Type == HtmlTokenType.EndTag && tag.Name != "br")
                {
                    tree.End(tag.Name);
                }
                else
                {
                    tree.Start(tag);
                }
            }
        }
        return tree.open[0];
    }

    private void Start(HtmlTagToken tag)
    {
        if (HtmlElements.Block.Contains(tag.Name))
        {
            EndImplied(tag.Name);
        }

        var node = new HtmlNode(tag.Name, "", tag.Attributes);
        open[^1].Children.Add(node);
        if (HtmlElements.Void.Contains(tag.Name) || (tag.IsSelfClosing && tag.Name.Contains(':', StringComparison.Ordinal)))
        {
            return;
        }

        if (open.Count > Deepest)
        {
            tooDeep[tag.Name] = tooDeep.GetValueOrDefault(tag.Name) + 1;
            return;
        }
        if (tag.Name == "table" && open.FindLast(open => open.Name == "table") is { } outer)
        {
            outer.HoldsTable = true;
        }

        open.Add(node);
        openByName[tag.Name] = openByName.GetValueOrDefault(tag.Name) + 1;
    }

    /// <summary>Closes open elements implicitly: HTML allows the end tags of paragraphs, list items and cells to be omitted.</summary>
    private void EndImplied(string start)
    {
        for (var i = open.Count - 1; i > 0 && !HtmlElements.Enclosing.Contains(open[i].Name); i--)
        {
            if (open[i].Name == "p")
            {
                CloseFrom(i);
            }
        }
        for (var i = open.Count - 1; i > 0 && !HtmlElements.Shields(start, open[i].Name); i--)
        {
            if (HtmlElements.Ends(start, open[i].Name))
            {
                CloseFrom(i);
                return;
            }
        }
    }

    private void End(string name)
    {
        if (tooDeep.GetValueOrDefault(name) is > 0 and var hidden)
        {
            tooDeep[name] = hidden - 1;
            return;
        }
        for (var i = openByName.GetValueOrDefault(name) == 0 ? 0 : open.Count - 1; i > 0; i--)
        {
            if (open[i].Name == name)
            {
                CloseFrom(i);
                return;
            }
            if (HtmlElements.Enclosing.Contains(open[i].Name) && !HtmlElements.TableParts.Contains(name))
            {
                return;
            }
        }
    }

    private void CloseFrom(int index)
    {
        for (var i = index; i < open.Count; i++)
        {
            openByName[open[i].Name]--;
        }

        open.RemoveRange(index, open.Count - index);
    }
}

/// <summary>Groups the elements of HTML by their effect on the text around them.</summary>
internal static class HtmlElements
{
    internal static FrozenSet<string> Void { get; } = Set("area base br col embed frame hr img input link meta param source track wbr");

    /// <summary>Elements whose content is not markup.</summary>
    internal static FrozenSet<string> Raw { get; } = Set("script style xmp iframe noembed noframes noscript title textarea");

    internal static FrozenSet<string> Dropped { get; } = Set("script style xmp iframe noembed noframes noscript title textarea head meta "
        + "link base svg math object embed applet audio video canvas template button input select option optgroup datalist progress "
        + "meter o:p");

    internal static FrozenSet<string> Block { get; } = Set("html body address article aside blockquote center dd details dialog dir div dl "
        + "dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li legend main menu nav ol p pre search section "
        + "summary table caption ul tbody thead tfoot tr td th");

    /// <summary>Elements that an end tag inside of them cannot close.</summary>
    internal static FrozenSet<string> Enclosing { get; } = Set("table td th caption");

    internal static FrozenSet<string> TableParts { get; } = Set("table caption thead tbody tfoot tr td th");

    /// <summary>Whether the element separates text even where all formatting is left out.</summary>
    internal static bool PartsText(string name) => Dropped.Contains(name) || name is "p" or "div" or "li" or "tr" or "br";

    /// <summary>Whether a start tag closes an element that is still open.</summary>
    internal static bool Ends(string start, string open) => start switch
    {
        "li" => open is "li",
        "dt" or "dd" => open is "dt" or "dd",
        "td" or "th" => open is "td" or "th" or "caption",
        "tr" => open is "tr" or "caption",
        "thead" or "tbody" or "tfoot" => open is "thead" or "tbody" or "tfoot" or "caption",
        _ => false,
    };

    /// <summary>Whether an open element prevents a start tag from closing elements outside of it.</summary>
    internal static bool Shields(string start, string open) => start switch
    {
        "li" => open is "ul" or "ol" or "menu" or "dir" || Enclosing.Contains(open),
        "dt" or "dd" => open is "dl" || Enclosing.Contains(open),
        _ => open is "table",
    };

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
