using System.Globalization;
using System.Text.RegularExpressions;

namespace CoalitionCms.Kernel;

/// <summary>The spellings of a date that people type. It reads; it never guesses, moves or completes.</summary>
internal static partial class FuzzyDateReader
{
    private const int LongestText = 60;

    internal static (FuzzyDate? Date, FuzzyDateError Error) Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return (FuzzyDate.Unknown, FuzzyDateError.None);
        if (text.Length > LongestText)
            return (null, FuzzyDateError.NotADate);

        var plain = HalfWidth(text).Trim();
        var bare = AboutAfter().Replace(AboutBefore().Replace(plain, ""), "");
        if (Match(bare) is not { } match)
            return (null, FuzzyDateError.NotADate);

        var (year, month, day) = (Part(match, "y")!.Value, Part(match, "m"), Part(match, "d"));
        if (year is < 1000 or > 2999)
            return (null, FuzzyDateError.OutOfRange);
        if (month is < 1 or > 12 || day is < 1 || day > DateTime.DaysInMonth(year, month ?? 1))
            return (null, FuzzyDateError.NoSuchDay);
        return (FuzzyDate.Create(year, month, day, about: bare.Length != plain.Length), FuzzyDateError.None);
    }

    private static Match? Match(string text) =>
        new[] { Separated().Match(text), Chinese().Match(text), Korean().Match(text) }.FirstOrDefault(match => match.Success);

    private static int? Part(Match match, string name) =>
        match.Groups[name] is { Success: true } part ? int.Parse(part.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <summary>Only the forms that a keyboard for Chinese or Korean makes; full normalisation would turn ① and ² into digits.</summary>
    private static string HalfWidth(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source[i] switch
            {
                >= '！' and <= '～' and var wide => (char)(wide - '！' + '!'),
                '\u3000' or '\u00a0' => ' ',
                '〜' => '~',
                var other => other,
            };
        }
    });

    // One separator throughout: 2010-05/14 is more likely a slip than a date. A last point is Korean usage (2010. 5. 14.).
    [GeneratedRegex(@"\A(?<y>[0-9]{4})(?:(?<s>-|/|\. ?)(?<m>[0-9]{1,2})(?:\k<s>(?<d>[0-9]{1,2}))?(?:(?<=\..*)\.)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Separated();

    [GeneratedRegex(@"\A(?<y>[0-9]{4}) ?年(?: ?(?<m>[0-9]{1,2}) ?月(?: ?(?<d>[0-9]{1,2}) ?[日号號])?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\A(?<y>[0-9]{4}) ?년(?: ?(?<m>[0-9]{1,2}) ?월(?: ?(?<d>[0-9]{1,2}) ?일)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Korean();

    [GeneratedRegex(@"\A(?:about |around |circa |ca\.? |ca\.|c\.? ?|~ ?|大?[约約] ?|약 ?)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AboutBefore();

    [GeneratedRegex(@" ?(?:~|左右|경|쯤|무렵)\z", RegexOptions.CultureInvariant)]
    private static partial Regex AboutAfter();
}
