using System.Globalization;
using Markdig.Helpers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace CoalitionCms.Content.Rendering;

/// <summary>Fits the headings of a text into a page and gives each an address in its own script: <c>#出席名单</c>, then <c>#出席名单-1</c>.</summary>
internal static class Headings
{
    /// <summary>A heading as long as a page makes no address that anybody could use.</summary>
    private const int LongestId = 100;

    /// <summary>The title of the page is its h1: the highest heading of the text becomes h2, the others keep their distance to it.</summary>
    internal static void Fit(MarkdownDocument document)
    {
        var headings = document.Descendants<HeadingBlock>().ToList();
        if (headings.Count == 0)
            return;
        var shift = 2 - headings.Min(heading => heading.Level);
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        using var words = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = SiteMarkdown.CreateRenderer(words, language: "", Features.Media.MediaLookup.Empty, html: false);
        foreach (var heading in headings)
        {
            words.GetStringBuilder().Clear();
            renderer.WriteLeafInline(heading);
            heading.Level = Math.Min(heading.Level + shift, 6);
            var id = LinkHelper.UrilizeAsGfm(words.ToString());
            heading.GetAttributes().Id = Unused(id.Length is > 0 and <= LongestId ? id : "section", taken);
        }
    }

    /// <summary>Counts on from the last number given for a name, so that a text of equal headings is not compared all with all.</summary>
    private static string Unused(string id, Dictionary<string, int> taken)
    {
        if (taken.TryAdd(id, 0))
            return id;
        string numbered;
        do
        {
            taken[id]++;
            numbered = id + "-" + taken[id].ToString(CultureInfo.InvariantCulture);
        }
        while (!taken.TryAdd(numbered, 0));
        return numbered;
    }
}
