namespace CoalitionCms.Content.Pasting;

/// <summary>How the words at a place of the tree are marked.</summary>
internal readonly record struct Format(Marks Marks, string? Link)
{
    internal static Format Plain { get; }

    /// <summary>The format inside of an element. Its style has the last word: Google Docs wraps whole documents in a <c>b</c> that is not bold.</summary>
    internal Format With(ClipNode element)
    {
        var marks = Marks | element.Name switch
        {
            "b" or "strong" => Marks.Bold,
            "i" or "em" or "cite" or "dfn" or "var" => Marks.Italic,
            "s" or "strike" or "del" => Marks.Strike,
            "code" or "tt" or "kbd" or "samp" => Marks.Code,
            _ => Marks.None,
        };
        var style = element.Style;
        marks = Set(marks, Marks.Bold, style.Bold);
        marks = Set(marks, Marks.Italic, style.Italic);
        marks = Set(marks, Marks.Strike, style.Strike ? true : null);
        return new Format(marks, element.Name == "a" && element.Has("href") ? Addresses.Clean(element["href"]) : Link);
    }

    private static Marks Set(Marks marks, Marks mark, bool? on) => on switch
    {
        true => marks | mark,
        false => marks & ~mark,
        null => marks,
    };
}
