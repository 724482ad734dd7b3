using CoalitionCms.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.People;

/// <summary>Formats counts and sentences as text.</summary>
internal static class PeopleTexts
{
    /// <summary>"1,632 days", "at least 1,632 days", "between 1,606 and 1,635 days", "about 1,632 days or more".</summary>
    public static IHtmlContent Days(this Texts texts, DayCount count) =>
        new HtmlContentBuilder().Append(texts.DaysInWords(count));

    public static string DaysInWords(this Texts texts, DayCount count)
    {
        var days = texts[$"CountPrecision.{count.Precision}", Numbers(texts, count)];
        return count.IsUncertain && count.Precision != CountPrecision.Unknown ? texts["People.Count.Probably", days] : days;
    }

    /// <summary>The same; its numbers stand out.</summary>
    public static IHtmlContent DaysInRanks(this Texts texts, DayCount count)
    {
        var html = new HtmlContentBuilder();
        var words = texts.DaysInWords(count);
        for (var at = 0; at < words.Length;)
        {
            var isNumber = char.IsDigit(words[at]);
            var end = at;
            while (end < words.Length && (isNumber ? IsOfNumber(words, end) : !char.IsDigit(words[end])))
            {
                end++;
            }

            if (isNumber)
            {
                var number = new TagBuilder("b");
                if (count.GoesOn)
                {
                    number.AddCssClass("now");
                }

                number.InnerHtml.Append(words[at..end]);
                html.AppendHtml(number);
            }
            else
            {
                html.Append(words[at..end]);
            }

            at = end;
        }

        return html;
    }

    private static bool IsOfNumber(string words, int at) =>
        char.IsDigit(words[at]) || (words[at] is ',' or '.' && at + 1 < words.Length && char.IsDigit(words[at + 1]));

    /// <summary>"4 years 3 months", "Life imprisonment", "Not known".</summary>
    public static string Words(this Texts texts, Sentence sentence)
    {
        if (sentence.Kind != SentenceKind.Term)
        {
            return texts.Of(sentence.Kind);
        }

        (string Key, int Number)[] parts =
            [("People.Years", sentence.Years), ("People.Months", sentence.Months), ("People.DaysOfTerm", sentence.Days)];
        return string.Join(texts.Language.IsHan ? "" : " ", parts.Where(p => p.Number > 0).Select(p => texts.Count(p.Key, p.Number)));
    }

    /// <summary>"Believed imprisoned, as of May 2026": the status as text, always with its certainty and date.</summary>
    public static string StatusInWords(this Texts texts, StatusView status) => texts[
        "People.StatusInWords",
        texts[StatusView.Key(status.Status, status.Certainty)],
        texts[status.Certainty == Certainty.Believed
        ? "People.BelievedAsOf"
        : "People.CheckedOn", status.AsOf.IsUnknown
        ? texts["People.UnknownDay"]
        : texts.PrintWithin(status.AsOf)]];

    /// <summary>The same for a page, with the date as a date.</summary>
    public static IHtmlContent StatusSentence(this Texts texts, StatusView status) => texts.Html(
        "People.StatusInWords",
        new HtmlContentBuilder().Append(texts[StatusView.Key(status.Status, status.Certainty)]),
        texts.Html(status.Certainty == Certainty.Believed ? "People.BelievedAsOf" : "People.CheckedOn",
            texts.DateWithin(status.AsOf, "People.UnknownDay")));

    /// <summary>Returns the numbers of a fact's sources as superscript links to the notes, without a leading space.</summary>
    public static IHtmlContent SourceNumbers(this Texts texts, IReadOnlyList<int> numbers)
    {
        var html = new HtmlContentBuilder();
        foreach (var number in numbers)
        {
            var link =
                new TagBuilder("a")
                {
                    Attributes = { ["href"] = FormattableString.Invariant($"#source-{number}"),
                ["aria-label"] = texts["People.SourceNumber", number] }
                };
            link.InnerHtml.Append(number.ToString(texts.Language.Culture));
            var raised = new TagBuilder("sup");
            raised.InnerHtml.AppendHtml(link);
            html.AppendHtml(raised);
        }

        return html;
    }

    // Of two numbers only the second has the unit: "between 1,606 and 1,635 days".
    private static object[] Numbers(Texts texts, DayCount count) => count.Precision switch
    {
        CountPrecision.Between or CountPrecision.AboutBetween =>
            [count.Days.ToString("N0", texts.Language.Culture), texts.Count("People.Days", count.Most ?? 0)],
        CountPrecision.AtMost or CountPrecision.AboutAtMost => [texts.Count("People.Days", count.Most ?? 0)],
        _ => [texts.Count("People.Days", count.Days)],
    };
}
