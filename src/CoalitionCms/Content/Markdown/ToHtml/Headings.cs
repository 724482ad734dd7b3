using System.Collections.Frozen;
using System.Globalization;
using Markdig.Helpers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>Adjusts the headings of a text to a page and gives each an id in its own script: <c>#出席名单</c>, then <c>#出席名单-1</c>.</summary>
internal static class Headings
{
    private const int LongestId = 100;

    /// <summary>
    /// The ids of the pages around a text, and of the editor's preview: a heading with one of these ids would take over their links and
    /// labels.
    /// </summary>
    private static readonly FrozenSet<string> PageIds = FrozenSet.ToFrozenSet(
    [
        "main", "menu", "langs", "notice", "f-read", "f-follow", "search", "q-head", "q-hint", "share", "translations", "act",
        "demands", "whom", "related", "reported", "tips",
        "of-campaign", "tags", "lead", "others", "taken", "reach", "stand", "y", "c", "s", "pass", "updates", "update", "attendance",
        "reports", "series", "history",
        "coming", "past", "timeline", "step", "sources", "source", "data", "latest", "events", "about", "avoid", "years", "years-hint",
        "corrections", "code", "code-hint", "editor", "top", "questions", "envelope", "copy-search", "col",
        "q", "state", "status", "region", "issue", "campaign", "from", "until", "picks", "passkey-name", "passkey-name-hint",
    ], StringComparer.Ordinal);

    /// <summary>
    /// The title of the page is its h1: the highest heading of the text becomes h2, and the others keep their relative levels.
    /// </summary>
    internal static void Fit(MarkdownDocument document)
    {
        var headings = document.Descendants<HeadingBlock>().ToList();
        if (headings.Count == 0)
        {
            return;
        }

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
            heading.GetAttributes().Id = Unused(id.Length is 0 or > LongestId ? "section" : IsOfThePage(id) ? "section-" + id : id, taken);
        }
    }

    /// <summary>Whether the pages use an id, alone or followed by a number or key, such as <c>step-3</c>.</summary>
    internal static bool IsOfThePage(string id) => PageIds.Contains(id) || id.IndexOf('-', StringComparison.Ordinal) is > 0 and var end
        && id[..end] is "step" or "source" or "update" && PageIds.Contains(id[..end]);

    /// <summary>Continues from the last number used for a name, so that a text of equal headings does not need quadratic time.</summary>
    private static string Unused(string id, Dictionary<string, int> taken)
    {
        if (taken.TryAdd(id, 0))
        {
            return id;
        }

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
