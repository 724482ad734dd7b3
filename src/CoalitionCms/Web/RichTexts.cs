using CoalitionCms.Domain;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Web;

/// <summary>Texts with formatted parts: dates, names, links. A translator places <c>{0}</c> where the language requires it.</summary>
internal static class RichTexts
{
    /// <summary>The text of a key, encoded, with each <c>{0}</c> replaced by a part.</summary>
    public static IHtmlContent Html(this Texts texts, string key, params ReadOnlySpan<IHtmlContent> parts)
    {
        var sentence = texts[key];
        var html = new HtmlContentBuilder();
        for (var at = 0; at < sentence.Length;)
        {
            var open = sentence.IndexOf('{', at);
            var isPart = open >= 0 && open + 2 < sentence.Length && sentence[open + 2] == '}' && char.IsAsciiDigit(sentence[open + 1]);
            html.Append(sentence[at..(open < 0 ? sentence.Length : open)]);
            if (isPart)
            {
                html.AppendHtml(parts[sentence[open + 1] - '0']);
            }
            else if (open >= 0)
            {
                html.Append("{");
            }

            at = open < 0 ? sentence.Length : open + (isPart ? 3 : 1);
        }

        return html;
    }

    /// <summary>The name of a language, in that language and in parentheses, after a label.</summary>
    public static IHtmlContent InLanguage(this Texts texts, string code)
    {
        var name = new TagBuilder("bdi") { Attributes = { ["lang"] = code } };
        name.InnerHtml.Append(Language.Find(code)?.NativeName ?? code);
        return new HtmlContentBuilder().Append(texts.Parentheses.Open).AppendHtml(name).Append(texts.Parentheses.Close);
    }

    /// <summary>
    /// A date with exactly its known parts: <c>&lt;time datetime="2010-05"&gt;May 2010&lt;/time&gt;</c>; the text for an unknown date when
    /// it is unknown.
    /// </summary>
    public static IHtmlContent Date(this Texts texts, FuzzyDate date, string unknownKey = "Date.Unknown") =>
        Marked(date, date.IsUnknown ? texts[unknownKey] : texts.Print(date));

    /// <summary>The same as part of a sentence about a day: "since {0}", "until {0}".</summary>
    public static IHtmlContent DateWithin(this Texts texts, FuzzyDate date, string unknownKey = "Date.Unknown") =>
        Marked(date, date.IsUnknown ? texts[unknownKey] : texts.PrintWithin(date));

    public static IHtmlContent Date(this Texts texts, DateOnly day) => texts.Date(FuzzyDate.On(day));

    public static string Print(this Texts texts, FuzzyDate date) => FuzzyDateText.Print(date, texts.Language.Culture, key => texts[key]);

    public static string PrintWithin(this Texts texts, FuzzyDate date) =>
        FuzzyDateText.PrintWithin(date, texts.Language.Culture, key => texts[key]);

    // Without a machine-readable value there is no <time> element: its text would be taken for the value.
    private static IHtmlContent Marked(FuzzyDate date, string printed)
    {
        if (date.Iso.Length == 0)
        {
            return new HtmlContentBuilder().Append(printed);
        }

        var time = new TagBuilder("time") { Attributes = { ["datetime"] = date.Iso } };
        time.InnerHtml.Append(printed);
        return time;
    }
}
