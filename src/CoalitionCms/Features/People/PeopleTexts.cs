using CoalitionCms.Features.Shared;

namespace CoalitionCms.Features.People;

/// <summary>How counts and sentences are put into words.</summary>
public static class PeopleTexts
{
    /// <summary>"1,632 days", "at least 1,632 days", "about 1,632 days or more".</summary>
    public static Microsoft.AspNetCore.Html.IHtmlContent Days(this Texts texts, DayCount count) =>
        new Microsoft.AspNetCore.Html.HtmlContentBuilder().Append(texts.DaysInWords(count));

    /// <summary>The same in plain words.</summary>
    public static string DaysInWords(this Texts texts, DayCount count) => texts[$"CountPrecision.{count.Precision}", texts.Count("People.Days", count.Days)];

    /// <summary>"4 years 3 months", "Life imprisonment", "Not known".</summary>
    public static string Words(this Texts texts, Sentence sentence)
    {
        if (sentence.Kind != SentenceKind.Term)
            return texts.Of(sentence.Kind);
        (string Key, int Number)[] parts = [("People.Years", sentence.Years), ("People.Months", sentence.Months), ("People.DaysOfTerm", sentence.Days)];
        return string.Join(texts.Language.IsHan ? "" : " ", parts.Where(p => p.Number > 0).Select(p => texts.Count(p.Key, p.Number)));
    }
}
