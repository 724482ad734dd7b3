using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace CoalitionCms.Identity;

/// <summary>
/// An encrypted cookie marks a browser in which an account was signed in (OWASP: device cookie), so that attempts by strangers, even from
/// the same address, do not affect the owner. It grants no access, contains no name, applies to one account only, as long as its password,
/// role and factors stay the same, and is deleted at sign-out.
/// </summary>
internal sealed class KnownBrowsers(ProtectedPayloads payloads, CmsOptions options)
{
    private const string Purpose = "KnownBrowser";
    private const int IdLength = 16;
    private const int LongestCookie = 1_024;
    private static readonly TimeSpan Age = TimeSpan.FromDays(90);

    public SignInSource SourceOf(HttpContext context) => new(RateLimits.NetworksOf(context), MarkIn(context));

    /// <summary>The mark of the browser of a request; null when it has none that this site issued.</summary>
    public BrowserMark? MarkIn(HttpContext context)
    {
        if (context.Request.Cookies[Cookie().Name!] is not { Length: > 0 and <= LongestCookie } cookie)
        {
            return null;
        }

        try
        {
            return payloads.Open(WebEncoders.Base64UrlDecode(cookie), Purpose)
                is { Length: IdLength + IdLength + SHA256.HashSizeInBytes } mark
                ? new(Convert.ToHexString(mark, 0, IdLength), new Guid(mark.AsSpan(IdLength, IdLength)), mark[(IdLength + IdLength)..])
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Marks the browser as one in which the account was just signed in.</summary>
    public void Mark(HttpContext context, Account account)
    {
        byte[] mark = [.. RandomNumberGenerator.GetBytes(IdLength), .. account.Id.ToByteArray(), .. BrowserMark.StampOf(account)];
        var cookie = Cookie();
        context.Response.Cookies.Append(cookie.Name!, WebEncoders.Base64UrlEncode(payloads.Protect(mark, Purpose)), cookie.Build(context));
    }

    private CookieBuilder Cookie()
    {
        // Sent only with the sign-in form, so not "__Host-", which requires the path "/".
        var cookie = SessionCookie.Named("browser", options);
        cookie.Name = cookie.Name!.Replace("__Host-", "__Secure-", StringComparison.Ordinal);
        cookie.Path = SignInAnswers.LoginPath;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.MaxAge = Age;
        return cookie;
    }
}

/// <param name="AccountId">The account that was signed in there.</param>
/// <param name="Stamp">Hash of the account's security stamp at that time.</param>
internal sealed record BrowserMark(string Word, Guid AccountId, byte[] Stamp)
{
    internal static byte[] StampOf(Account account) => SHA256.HashData(Encoding.UTF8.GetBytes(account.SecurityStamp ?? ""));
}

/// <summary>The client that tries to sign in to an account, as far as clients can be distinguished.</summary>
/// <param name="Sources">What is counted, and how many times the usual number of attempts it may have: a browser, or networks.</param>
/// <param name="IsKnown">True for a browser in which this account was signed in before.</param>
internal sealed record SignInClient(IReadOnlyList<(string Word, int Factor)> Sources, bool IsKnown)
{
    /// <summary>A signed-in user who confirms their identity.</summary>
    public static SignInClient OwnPage { get; } = new([("own-page", 1)], IsKnown: true);
}

/// <summary>The source of a sign-in attempt. Security: not a record, whose text would contain the address.</summary>
internal sealed class SignInSource(IReadOnlyList<string> networks, BrowserMark? mark)
{
    /// <summary>True for a browser in which some account was signed in before.</summary>
    public bool IsMarked => mark is not null;

    /// <summary>
    /// The client with respect to an account. The mark of one account does not count for another, nor for an unknown one, nor after the
    /// account's password changed. Of strangers each network is counted, the narrowest first; a wider one may try more.
    /// </summary>
    public SignInClient For(Account? account) =>
        account is not null && mark?.AccountId == account.Id && mark.Stamp.AsSpan().SequenceEqual(BrowserMark.StampOf(account))
            ? new([(mark.Word, 1)], IsKnown: true)
            : new([.. networks.Select((network, step) => (network, 1 << step))], IsKnown: false);
}
