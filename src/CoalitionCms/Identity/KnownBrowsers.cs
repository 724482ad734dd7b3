using System.Security.Cryptography;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace CoalitionCms.Identity;

/// <summary>
/// A sealed cookie marks a browser in which an account was opened (OWASP calls it a device cookie), so that tries by strangers, even from the same address,
/// cost its owner nothing. It opens nothing, holds no name, counts for one account alone, and goes with everything else at sign-out.
/// </summary>
public sealed class KnownBrowsers(ProtectedPayloads payloads, CmsOptions options)
{
    private const string Purpose = "KnownBrowser";
    private const int IdLength = 16;
    private const int LongestCookie = 1_024;
    private static readonly TimeSpan Age = TimeSpan.FromDays(90);

    /// <summary>Where a try to sign in comes from.</summary>
    public SignInSource SourceOf(HttpContext context) => new(RateLimits.ClientOf(context), MarkOf(context.Request.Cookies[Cookie().Name!]));

    /// <summary>Marks the browser as one in which the account was opened just now.</summary>
    public void Mark(HttpContext context, Guid accountId)
    {
        byte[] mark = [.. RandomNumberGenerator.GetBytes(IdLength), .. accountId.ToByteArray()];
        var cookie = Cookie();
        context.Response.Cookies.Append(cookie.Name!, WebEncoders.Base64UrlEncode(payloads.Protect(mark, Purpose)), cookie.Build(context));
    }

    private CookieBuilder Cookie()
    {
        // Sent with the sign-in form alone, hence no "__Host-", which asks for the path "/".
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
            return payloads.Open(WebEncoders.Base64UrlDecode(cookie), Purpose) is { } mark ? new(Convert.ToHexString(mark.AsSpan(0, IdLength)), new Guid(mark.AsSpan(IdLength))) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
