using System.Security.Cryptography;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace CoalitionCms.Identity;

/// <summary>
/// A sealed cookie marks a browser in which an account was opened (OWASP calls it a device cookie), so that tries by strangers, even from
/// the same address,
/// cost its owner nothing. It opens nothing, holds no name, counts for one account alone, and goes with everything else at sign-out.
/// </summary>
public sealed class KnownBrowsers(ProtectedPayloads payloads, CmsOptions options)
{
    private const string Purpose = "KnownBrowser";
    private const int IdLength = 16;
    private const int LongestCookie = 1_024;
    private static readonly TimeSpan Age = TimeSpan.FromDays(90);

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
            return payloads.Open(WebEncoders.Base64UrlDecode(cookie), Purpose) is { } mark
                ? new(Convert.ToHexString(mark.AsSpan(0, IdLength)), new Guid(mark.AsSpan(IdLength))) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>Who tries to open an account, as far as it can be told apart.</summary>
/// <param name="Word">Stands for an address or a browser, and says nothing about it.</param>
/// <param name="IsKnown">True for a browser in which this very account was opened before.</param>
public sealed record SignInClient(string Word, bool IsKnown)
{
    /// <summary>Somebody signed in who proves once more who they are.</summary>
    public static SignInClient OwnPage { get; } = new("own-page", IsKnown: true);
}

/// <summary>A browser that carries the mark of an account.</summary>
/// <param name="AccountId">The account that was opened in it.</param>
public sealed record BrowserMark(string Word, Guid AccountId);

/// <summary>Where a try to sign in comes from.</summary>
/// <param name="Mark">The mark of its browser, if it has one.</param>
public sealed record SignInSource(string Address, BrowserMark? Mark)
{
    /// <summary>Who that is to an account. The mark of one account counts for no other, nor for an unknown one.</summary>
    public SignInClient For(Guid? accountId) =>
        Mark is { } mark && mark.AccountId == accountId ? new(mark.Word, IsKnown: true) : new(Address, IsKnown: false);
}
