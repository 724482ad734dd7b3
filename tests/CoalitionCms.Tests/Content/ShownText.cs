using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace CoalitionCms.Tests.Content;

/// <summary>What a reader sees of a piece of HTML: its words, and of each letter how it is marked and what it stands in.</summary>
internal sealed record ShownText(string Words, string Letters)
{
    private const string Unseen =
        "head,script,style,title,svg,button,input,iframe,select,textarea,o\\:p,[style*='display:none'],[style*='mso-list:Ignore'],"
        + "[href^='#_ftn'],[href^='#sdfootnote'],[href^='#fn']";

    internal static ShownText Of(string html)
    {
        var start = html.IndexOf('<', StringComparison.Ordinal);
        var document = new HtmlParser().ParseDocument(start > 0 && html.StartsWith("Version", StringComparison.Ordinal)
            ? html[start..]
            : html);
        foreach (var unseen in document.QuerySelectorAll(Unseen))
        {
            unseen.Remove();
        }

        foreach (var picture in document.QuerySelectorAll("img[alt]"))
        {
            var description = document.CreateElement("i");
            description.TextContent = picture.GetAttribute("alt")!;
            picture.Replace(description);
        }
        var words = new StringBuilder();
        var letters = new StringBuilder();
        foreach (var text in document.DocumentElement.Descendants<IText>())
        {
            var marks = Marks(text);
            foreach (var rune in text.Data.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune) && rune.Value is not (0xAD or 0x200B)))
            {
                words.Append(rune);
                if (Rune.IsLetterOrDigit(rune))
                {
                    letters.Append(rune).Append(marks);
                }
            }
        }
        return new ShownText(words.ToString(), letters.ToString());
    }

    private static string Marks(IText text)
    {
        var (bold, italic, strike, link, code) = ((bool?)null, (bool?)null, false, false, false);
        var heading = text.GetAncestors().OfType<IElement>().Any(element => element.LocalName is ['h', >= '1' and <= '6'] or "th");
        foreach (var element in text.GetAncestors().OfType<IElement>())
        {
            var style = element.GetAttribute("style") ?? "";
            bold ??= style.Contains("font-weight:7", StringComparison.Ordinal) || element.LocalName is "b" or "strong" && style.Length == 0
                ? true
                : style.Contains("font-weight:4", StringComparison.Ordinal) || style.StartsWith("font-weight:n", StringComparison.Ordinal)
                ? false
                : element.LocalName is "b" or "strong" ? true : null;
            italic ??= element.LocalName is "i" or "em" || style.Contains("font-style:italic", StringComparison.Ordinal) ? true : null;
            strike |= element.LocalName is "s" or "del" || style.Contains("line-through", StringComparison.Ordinal);
            link |= element.GetAttribute("href") is { } href && href != element.TextContent
                && !href.StartsWith("javascript:", StringComparison.Ordinal);
            code |= element.LocalName is "code" or "pre";
        }
        return (bold == true && !heading ? "b" : "") + (italic == true ? "i" : "") + (strike ? "s" : "") + (link ? "l" : "")
            + (code ? "c" : "");
    }
}
