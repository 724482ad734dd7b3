using System.Globalization;
using CoalitionCms.Domain;
using Markdig.Extensions.AutoLinks;
using Markdig.Helpers;
using Markdig.Parsers;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>Addresses written without brackets. Between Chinese, Japanese and Korean words there are no spaces around them.</summary>
internal static class BareAddress
{
    /// <summary>
    /// Longer addresses are treated as text. This also limits the work on a text that consists only of beginnings of addresses.
    /// </summary>
    internal const int Longest = 2048;

    private static readonly string[] Schemes = ["http:", "https:", "mailto:", "tel:", "www."];

    /// <summary>The scheme, or <c>www.</c>, with which a text begins; null for any other text.</summary>
    internal static string? SchemeOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('h' or 'H' or 'm' or 'M' or 't' or 'T' or 'w' or 'W'))
        {
            return null;
        }

        foreach (var scheme in Schemes)
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return scheme;
            }
        }
        return null;
    }

    /// <summary>
    /// Length of an address: it ends at a space or at the punctuation of another script. Chinese, Japanese and Korean letters belong to it
    /// where they begin a part of it (<c>/wiki/刘晓波</c>), but not where they follow a Latin word (<c>/a后文</c>).
    /// </summary>
    internal static int LengthOf(ReadOnlySpan<char> text)
    {
        var (inPath, isEscaped, inNativePart) = (false, false, false);
        for (var i = 0; i < text.Length && i <= Longest; i++)
        {
            var unit = text[i];
            if (unit <= ' ' || (unit > '~' && EndsAddress(unit)))
            {
                return i;
            }

            if (unit is '/' or '?' or '#' or '&' or '=')
            {
                inPath |= i > 0 && unit == '/' && text[i - 1] != '/' && text[i - 1] != ':';
                inNativePart = false;
            }
            else if (unit == '%')
            {
                isEscaped = true;
            }
            else if (IsEastAsian(unit))
            {
                var before = i > 0 ? text[i - 1] : ' ';
                var mayBegin = !char.IsAsciiLetterOrDigit(before)
                    || (inPath && char.IsAsciiDigit(before) && WritingSystems.Of(unit) == WritingSystem.Han);
                if (!inNativePart && (isEscaped || !mayBegin))
                {
                    return i;
                }

                inNativePart = true;
            }
        }
        return Math.Min(text.Length, Longest + 1);
    }

    /// <summary>
    /// Whether an address may begin directly after a character: true for Chinese, Japanese and Korean letters and punctuation.
    /// </summary>
    internal static bool IsEastAsian(char unit) =>
        unit is '“' or '”' or '‘' or '’' or '…'
        || WritingSystems.IsEastAsian(WritingSystems.Of(unit));

    private static bool EndsAddress(char unit) => char.IsWhiteSpace(unit) || WritingSystems.Of(unit) == WritingSystem.FullWidth
        || char.GetUnicodeCategory(unit) switch
        {
            UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation => true,
            UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => true,
            // The dots inside of names, as in 阿不都·热西提.
            UnicodeCategory.OtherPunctuation => unit is not ('·' or '‧' or '・'),
            UnicodeCategory.Control => true,
            _ => false,
        };
}

/// <summary>Turns addresses written without brackets into links.</summary>
internal sealed class BareAddressParser(ParsingBudget budget) : AutoLinkParser(new AutoLinkOptions { UseHttpsForWWWLinks = true })
{
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (!MayFollow(slice.PeekCharExtra(-1)) || BareAddress.SchemeOf(slice.AsSpan()) is null)
        {
            return false;
        }

        var length = BareAddress.LengthOf(slice.AsSpan());
        if (length > BareAddress.Longest || !budget.TrySpendOnAddress(processor, length))
        {
            return false;
        }

        var address = new StringSlice(slice.AsSpan()[..length].ToString());
        if (!base.Match(processor, ref address))
        {
            return false;
        }

        slice.Start += address.Start;
        return true;
    }

    private static bool MayFollow(char before) =>
        before is '\0' or '*' or '_' or '~' or '(' || char.IsWhiteSpace(before) || BareAddress.IsEastAsian(before);
}
