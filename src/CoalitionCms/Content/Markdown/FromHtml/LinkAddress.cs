using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>Link addresses that may be kept: those that the site links to, without tracking parameters.</summary>
internal static partial class LinkAddress
{
    private const int MostWrappers = 4;

    private static readonly SearchValues<char> Signs = SearchValues.Create(" <>()|`*");

    /// <summary>The cleaned address, or null when only the link's text is kept.</summary>
    internal static string? Clean(string href)
    {
        var address = href.Trim();
        for (var i = 0; i < MostWrappers && GoogleWrapper().Match(address) is { Success: true } wrapper; i++)
        {
            address = Uri.UnescapeDataString(wrapper.Groups["to"].Value);
        }

        address = Readable(WithoutTracking(address));
        // Security: only paths of this site, since the base of any other relative address is unknown.
        var own = address.StartsWith('/');
        return SafeUrl.TryLink(address, out _) && (own || Scheme().IsMatch(address)) ? address : null;
    }

    /// <summary>Whether both are the same address, one of them possibly with percent-encoded letters.</summary>
    internal static bool AreSame(string text, string href) => text.Trim() == href || Readable(text.Trim()) == Readable(href);

    private static string WithoutTracking(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        if (query < 0 || !address.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            return address;
        }

        var fragment = address.IndexOf('#', query);
        var end = fragment < 0 ? address.Length : fragment;
        var parameters = address[(query + 1)..end].Split('&');
        var kept = Array.FindAll(parameters, parameter => !Tracking().IsMatch(parameter));
        if (kept.Length == parameters.Length)
        {
            return address;
        }

        return address[..query] + (kept.Length == 0 ? "" : "?" + string.Join('&', kept)) + address[end..];
    }

    /// <summary>Letters of other scripts unescaped, and characters that would end a link in Markdown escaped.</summary>
    private static string Readable(string address)
    {
        var letters = Escapes().Replace(address, escapes => DecodeLetters(escapes.Value));
        return letters.AsSpan().ContainsAny(Signs) ? Encode(letters) : letters;
    }

    private static string DecodeLetters(string escapes)
    {
        var bytes = Convert.FromHexString(escapes.Replace("%", "", StringComparison.Ordinal));
        var text = Encoding.UTF8.GetString(bytes);
        return text.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) && rune != Rune.ReplacementChar) ? text : escapes;
    }

    private static string Encode(string address)
    {
        var encoded = new StringBuilder(address.Length + 16);
        foreach (var unit in address)
        {
            if (Signs.Contains(unit))
            {
                encoded.Append('%').Append(((int)unit).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                encoded.Append(unit);
            }
        }
        return encoded.ToString();
    }

    [GeneratedRegex(@"^https?://(www\.)?google\.[a-z.]{2,6}/url\?(.*&)?(q|url)=(?<to>https?(://|%3A%2F%2F)[^&#]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex GoogleWrapper();

    [GeneratedRegex("^(utm_[^=]*|fbclid|gclid)(=|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Tracking();

    [GeneratedRegex("^(https?|mailto|tel):", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Scheme();

    [GeneratedRegex("(%[89A-F][0-9A-F])+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();
}
