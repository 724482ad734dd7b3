using System.Globalization;
using System.Security.Claims;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CoalitionCms.Identity;

/// <summary>The principal of a signed-in user for the rest of the program.</summary>
internal static class SessionPrincipal
{
    /// <summary>Claim that ties a session to the account's state at sign-in.</summary>
    public const string Stamp = "stamp";

    /// <summary>Name of the policy of the few pages for users who must first add a second factor.</summary>
    public const string EvenInGrace = "EvenInGrace";

    private const string Session = "session";
    private const string Confirmed = "confirmed";

    public static ClaimsPrincipal Of(Account account) =>
        new(new ClaimsIdentity(ClaimsOf(account), CookieAuthenticationDefaults.AuthenticationScheme));

    public static Guid SessionId(this ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Session), out var id) ? id : Guid.Empty;

    public static DateTime ConfirmedAt(this ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(Confirmed), CultureInfo.InvariantCulture, out var ticks) ? new DateTime(ticks, DateTimeKind.Utc)
            : DateTime.MinValue;

    internal static ClaimsPrincipal Of(Account account, Session session, bool isInGrace)
    {
        var identity = new ClaimsIdentity(ClaimsOf(account), CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new(Session, session.Id.ToString("D")));
        identity.AddClaim(new(Confirmed, session.ConfirmedAt.Ticks.ToString(CultureInfo.InvariantCulture)));
        if (isInGrace)
        {
            identity.AddClaim(new(CurrentActor.Grace, "yes"));
        }

        return new(identity);
    }

    private static Claim[] ClaimsOf(Account account) =>
    [
        new(ClaimTypes.NameIdentifier, account.Id.ToString("D")),
        new(ClaimTypes.Name, account.Name),
        new(ClaimTypes.Role, account.Role.ToString()),
        new(StaffLanguage.Claim, account.Language ?? ""),
        new(Stamp, account.SecurityStamp ?? ""),
    ];
}
