using AngleSharp.Html.Parser.Tokens;

namespace CoalitionCms.Content.Pasting;

/// <summary>An element of a clip, or with an empty name a piece of its text.</summary>
internal sealed class ClipNode(string name, string text, IReadOnlyList<HtmlAttributeToken> attributes)
{
    private readonly List<ClipNode> children = [];

    private ClipStyle? style;

    internal string Name => name;

    internal string Text { get; } = text;

    internal bool IsText => name.Length == 0;

    internal IReadOnlyList<ClipNode> Children => children;

    /// <summary>Whether a table has another inside, as only layouts do.</summary>
    internal bool HoldsTable { get; set; }

    internal ClipStyle Style => style ??= new ClipStyle(this["style"]);

    /// <summary>Whether a browser or a word processor would not show the element.</summary>
    internal bool IsHidden => ClipTags.Dropped.Contains(name) || Has("hidden") || Style.Hides;

    internal string this[string attribute]
    {
        get
        {
            foreach (var candidate in attributes)
            {
                if (candidate.Name == attribute)
                    return candidate.Value ?? "";
            }
            return "";
        }
    }

    internal bool Has(string attribute) => attributes.Any(candidate => candidate.Name == attribute);

    internal void Add(ClipNode child) => children.Add(child);

    /// <summary>An element without a meaning of its own, for reading one node like the content of another.</summary>
    internal static ClipNode Around(ClipNode node)
    {
        var wrapper = new ClipNode("", "", []);
        wrapper.Add(node);
        return wrapper;
    }

    internal static ClipNode OfText(string text) => new("", text, []);
}
