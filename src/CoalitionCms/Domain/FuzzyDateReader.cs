using System.Globalization;
using System.Text.RegularExpressions;

namespace CoalitionCms.Domain;

/// <summary>Parses the formats of dates that people type. It never guesses, moves or completes a date.</summary>
internal static partial class FuzzyDateReader
{
    private const int LongestText = 60;

    internal static (FuzzyDate? Date, FuzzyDateError Error) Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (FuzzyDate.Unknown, FuzzyDateError.None);
        }

        if (text.Length > LongestText)
        {
            return (null, FuzzyDateError.NotADate);
        }

        // A single date is tried first: 2010/11 is a month, as people type it; the end of a range has its year (2010/2011), in EDTF too.
        var plain = HalfWidth(text).Trim();
        var (point, error) = ReadPoint(plain);
        if (error != FuzzyDateError.NotADate)
        {
            return (point is { } one ? FuzzyDate.Of(one) : null, error);
        }

        if (FirstMatch(plain, Latest(), Earliest(), Between()) is { } range
            && ReadRange(range.Groups["from"], range.Groups["until"]) is var (between, wrong) && wrong != FuzzyDateError.NotADate)
        {
            return (between, wrong);
        }

        if (PrintedDate.Read(text.Trim()) is { } printed)
        {
            return (printed, FuzzyDateError.None);
        }

        // Only a weekday stands between it and a form that is read.
        return Weekday().Match(plain) is { Success: true } day && ReadPoint(plain[..day.Index].TrimEnd()) is var (bare, why)
            ? (bare is { } known ? FuzzyDate.Of(known) : null, why) : (null, FuzzyDateError.NotADate);
    }

    private static (FuzzyDate? Date, FuzzyDateError Error) ReadRange(Group from, Group until)
    {
        var (begin, beginError) = from.Success ? ReadPoint(from.Value) : (null, FuzzyDateError.None);
        var (end, endError) = until.Success ? ReadPoint(until.Value) : (null, FuzzyDateError.None);
        var error = beginError != FuzzyDateError.None ? beginError : endError;
        if (error == FuzzyDateError.None && end?.Latest < begin?.Earliest)
        {
            error = FuzzyDateError.Backwards;
        }

        return error == FuzzyDateError.None ? (FuzzyDate.Between(begin, end), error) : (null, error);
    }

    private static (DatePoint? Point, FuzzyDateError Error) ReadPoint(string text)
    {
        var qualified = Qualified().Match(text);
        if (!qualified.Success || FirstMatch(qualified.Groups["bare"].Value, Separated(), Chinese(), Korean()) is not { } match)
        {
            return (null, FuzzyDateError.NotADate);
        }

        var (year, month, day) = (Part(match, "y")!.Value, Part(match, "m"), Part(match, "d"));
        if (year is < 1000 or > 2999)
        {
            return (null, FuzzyDateError.OutOfRange);
        }

        if (month is < 1 or > 12 || day is < 1 || day > DateTime.DaysInMonth(year, month ?? 1))
        {
            return (null, FuzzyDateError.NoSuchDay);
        }

        return (new(year, month, day, qualified.Groups["about"].Success, qualified.Groups["unsure"].Success), FuzzyDateError.None);
    }

    private static Match? FirstMatch(string text, params ReadOnlySpan<Regex> forms)
    {
        foreach (var form in forms)
        {
            if (form.Match(text) is { Success: true } match)
            {
                return match;
            }
        }

        return null;
    }

    private static int? Part(Match match, string name) =>
        match.Groups[name] is { Success: true } part ? int.Parse(part.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <summary>
    /// Converts only the full-width forms that Chinese or Korean keyboards produce; full normalization would turn ① and ² into digits.
    /// </summary>
    private static string HalfWidth(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source[i] switch
            {
                >= '！' and <= '～' and var wide => (char)(wide - '！' + '!'),
                '\u3000' or '\u00a0' => ' ',
                '〜' => '~',

                // Hyphens that do not break, as hints have them and word processors write them, and the minus sign.
                '\u2010' or '\u2011' or '\u2212' => '-',
                var other => other,
            };
        }
    });

    // The same separator throughout: 2010-05/14 is more likely a typing error than a date. A final point is Korean usage (2010. 5. 14.).
    [GeneratedRegex(@"\A(?<y>[0-9]{4})(?:(?<s>-|/|\. ?)(?<m>[0-9]{1,2})(?:\k<s>(?<d>[0-9]{1,2}))?(?:(?<=\..*)\.)?)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Separated();

    [GeneratedRegex(@"\A(?<y>[0-9]{4}) ?年(?: ?(?<m>[0-9]{1,2}) ?月(?: ?(?<d>[0-9]{1,2}) ?[日号號])?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\A(?<y>[0-9]{4}) ?년(?: ?(?<m>[0-9]{1,2}) ?월(?: ?(?<d>[0-9]{1,2}) ?일)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Korean();

    // "probably about 2010", "2010~", "2010?", "2010%"; each mark once.
    [GeneratedRegex(
        @"\A(?<unsure>probably |perhaps |可能是? ?|아마 ?)?(?<about>about |around |circa |ca\.? |ca\.|c\.? ?|~ ?|大?[约約] ?|약 ?)?(?<bare>[^~?%]+?)"
        + @" ?(?:(?<about>~|左右|前[后後]|경|쯤|무렵) ?(?<unsure>\?)?|(?<unsure>\?)(?<about>~)?|(?<about>(?<unsure>%)))?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Qualified();

    [GeneratedRegex(@"\A(?:\.\./|by |no later than |最[迟遲]|不晚[于於]|늦어도 ?)(?<until>[^/]+?)(?: at the latest| ?까지)?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Latest();

    [GeneratedRegex(@"\A(?:(?<from>[^/]+)/\.\.|(?<from>[^/]+?) or later|(?:not before |最早|不早[于於])(?<from>[^/]+)|(?<from>[^/]+?) ?이후)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Earliest();

    // 2010-2011 and 2010~2011 are unambiguous: a month has two digits at most, and "about" is at the end.
    [GeneratedRegex(@" ?\((?:星期|周|週)?[一二三四五六日天]\)\z| ?\([월화수목금토일](?:요일)?\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Weekday();

    [GeneratedRegex(
        @"\A(?:(?<from>[^/]+)/(?<until>[^/]+)|between (?<from>.+?) and (?<until>.+)|(?<from>.+?) ?(?: to | - |–|—|至|到"
            + @"|에서) ?(?<until>.+?) ?(?:之[间間]|사이)?"
        + @"|(?<from>[0-9]{4})-(?<until>[0-9]{4})|(?<from>.*[0-9年月日号號년월일]) ?~ ?(?<until>[0-9].*))\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Between();
}
