using System.Security.Cryptography;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace CoalitionCms.Identity;

/// <summary>
/// An encrypted cookie marks a browser in which an account was signed in (OWASP: device cookie), so that attempts by strangers, even from
/// the same address, do not affect the owner. It grants no access, contains no name, applies to one account only, and is deleted at
/// sign-out.
/// </summary>
internal sealed class KnownBrowsers(ProtectedPayloads payloads, CmsOptions options)
{
    private const string Purpose = "KnownBrowser";
    private const int IdLength = 16;
    private const int LongestCookie = 1_024;
    private static readonly TimeSpan Age = TimeSpan.FromDays(90);

    public SignInSource SourceOf(HttpContext context) => new(RateLimits.ClientOf(context), MarkOf(context.Request.Cookies[Cookie().Name!]));

    /// <summary>Marks the browser as one in which the account was just signed in.</summary>
    public void Mark(HttpContext context, Guid accountId)
    {
        byte[] mark = [.. RandomNumberGenerator.GetBytes(IdLength), .. accountId.ToByteArray()];
        var cookie = Cookie();
        context.Response.Cookies.Append(cookie.Name!, WebEncoders.Base64UrlEncode(payloads.Protect(mark, Purpose)), cookie.Build(context));
    }

    private CookieBuilder Cookie()
    {
        // Sent only with the sign-in form, hence no "__Host-", which requires the path "/".
        var cookie = SessionCookie.Named("browser", options);
        cookie.Name = cookie.Name!.Replace("__Host-", "__Secure-", StringComparison.Ordinal);
        cookie.Path = SignInAnswers.LoginPath;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.MaxAge = Age;
        return cookie;
    }

    private BrowserMark? MarkOf(string? cookie)
    {
        if (cookie is not { Length: > 0 and <= LongestCookie })
        {
            return null;
        }

        try
        {
            return payloads.Open(WebEncoders.Base64UrlDecode(cookie), Purpose) is { } mark
                ? new(Convert.ToHexString(mark.AsSpan(0, IdLength)), new Guid(mark.AsSpan(IdLength))) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>The client that tries to sign in to an account, as far as clients can be distinguished.</summary>
/// <param name="Word">Identifies an address or a browser without revealing it.</param>
/// <param name="IsKnown">True for a browser in which this account was signed in before.</param>
internal sealed record SignInClient(string Word, bool IsKnown)
{
    /// <summary>A signed-in user who confirms their identity.</summary>
    public static SignInClient OwnPage { get; } = new("own-page", IsKnown: true);
}

/// <summary>A browser that carries the cookie of an account.</summary>
/// <param name="AccountId">The account that was signed in there.</param>
internal sealed record BrowserMark(string Word, Guid AccountId);

/// <summary>The source of a sign-in attempt.</summary>
/// <param name="Mark">The mark of its browser, or null.</param>
internal sealed record SignInSource(string Address, BrowserMark? Mark)
{
    /// <summary>
    /// The client with respect to an account. The mark of one account does not count for another, nor for an unknown one.
    /// </summary>
    public SignInClient For(Guid? accountId) =>
        Mark is { } mark && mark.AccountId == accountId ? new(mark.Word, IsKnown: true) : new(Address, IsKnown: false);
}
