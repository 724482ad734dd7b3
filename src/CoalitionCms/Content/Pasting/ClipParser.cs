using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace CoalitionCms.Content.Pasting;

/// <summary>
/// Builds the tree of a clip from AngleSharp's tokens. Not from its document: the rules of HTML for misplaced tags compare each element with
/// all that are open and may copy them, so a hundred thousand nested elements would take it a minute.
/// </summary>
internal sealed class ClipParser
{
    // Security: the tree is walked by recursion, and each start tag looks through the open elements. Deeper ones become siblings.
    private const int Deepest = 200;

    private readonly List<ClipNode> open = [new("", "", [])];
    private readonly Dictionary<string, int> openByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> tooDeep = new(StringComparer.Ordinal);

    private ClipNode Current => this.open[^1];

    /// <summary>The root of the tree; with <paramref name="wordsOnly"/> it holds paragraphs and line breaks, no more.</summary>
    internal static ClipNode Parse(string html, bool wordsOnly)
    {
        using var source = new TextSource(html);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { SkipComments = true, DisableElementPositionTracking = true };
        var parser = new ClipParser();
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            if (token.Type == HtmlTokenType.Character)
            {
                parser.Current.Add(ClipNode.OfText(token.Data));
            }
            else if (token is HtmlTagToken tag && (!wordsOnly || ClipTags.Dropped.Contains(tag.Name) || tag.Name is "p" or "div" or "li" or "tr" or "br"))
            {
                if (tag.Type == HtmlTokenType.StartTag && ClipTags.Raw.Contains(tag.Name))
                    tokenizer.State = tag.Name == "script" ? HtmlParseMode.Script : tag.Name is "title" or "textarea" ? HtmlParseMode.RCData : HtmlParseMode.Rawtext;
                parser.Read(tag);
            }
        }
        return parser.open[0];
    }

    private void Read(HtmlTagToken tag)
    {
        if (tag.Type == HtmlTokenType.EndTag && tag.Name != "br")
            End(tag.Name);
        else
            Start(tag);
    }

    private void Start(HtmlTagToken tag)
    {
        EndImplied(tag.Name);
        var node = new ClipNode(tag.Name, "", tag.Attributes);
        Current.Add(node);
        if (ClipTags.Void.Contains(tag.Name) || (tag.IsSelfClosing && tag.Name.Contains(':', StringComparison.Ordinal)))
            return;
        if (this.open.Count > Deepest)
        {
            tooDeep[tag.Name] = tooDeep.GetValueOrDefault(tag.Name) + 1;
            return;
        }
        if (tag.Name == "table" && this.open.FindLast(open => open.Name == "table") is { } outer)
            outer.HoldsTable = true;
        this.open.Add(node);
        openByName[tag.Name] = openByName.GetValueOrDefault(tag.Name) + 1;
    }

    /// <summary>HTML lets the end tags of paragraphs, list items and cells be left out.</summary>
    private void EndImplied(string start)
    {
        if (!ClipTags.Block.Contains(start))
            return;
        for (var i = this.open.Count - 1; i > 0 && !ClipTags.Enclosure.Contains(this.open[i].Name); i--)
        {
            if (this.open[i].Name == "p")
                CloseFrom(i);
        }
        for (var i = this.open.Count - 1; i > 0 && !ClipTags.Shields(start, this.open[i].Name); i--)
        {
            if (!ClipTags.Ends(start, this.open[i].Name))
                continue;
            CloseFrom(i);
            return;
        }
    }

    private void End(string name)
    {
        if (tooDeep.GetValueOrDefault(name) is > 0 and var hidden)
        {
            tooDeep[name] = hidden - 1;
            return;
        }
        if (openByName.GetValueOrDefault(name) == 0)
            return;
        for (var i = this.open.Count - 1; i > 0; i--)
        {
            if (this.open[i].Name == name)
            {
                CloseFrom(i);
                return;
            }
            if (ClipTags.Enclosure.Contains(this.open[i].Name) && !ClipTags.TableParts.Contains(name))
                return;
        }
    }

    private void CloseFrom(int index)
    {
        for (var i = index; i < this.open.Count; i++)
            openByName[this.open[i].Name]--;
        this.open.RemoveRange(index, this.open.Count - index);
    }
}
