using System.Globalization;
using System.Security.Claims;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CoalitionCms.Identity;

/// <summary>What the rest of the program sees of somebody signed in.</summary>
public static class SessionPrincipal
{
    /// <summary>Claim that ties a session to the account's state at sign-in.</summary>
    public const string Stamp = "stamp";

    /// <summary>Name of the policy of the few pages that somebody may use who still owes the site a second factor.</summary>
    public const string EvenInGrace = "EvenInGrace";

    private const string Grace = "grace";
    private const string Session = "session";
    private const string Confirmed = "confirmed";

    public static ClaimsPrincipal Of(Account account) =>
        new(new ClaimsIdentity(ClaimsOf(account), CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>True for a sign-in that may do nothing but add a second factor.</summary>
    public static bool IsInGrace(this ClaimsPrincipal user) => user.HasClaim(c => c.Type == Grace);

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
            identity.AddClaim(new(Grace, "yes"));
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

/// <summary>Turns the signed-in principal into the actor that actions ask for.</summary>
public static class CurrentActor
{
    /// <summary>The actor of a request; <see cref="Actor.Visitor"/> when nobody is signed in.</summary>
    public static Actor Actor(this HttpContext context) => Of(context.User) is { } actor
        ? actor with { IsProven = StepUpAttribute.IsFresh(context) }
        : Domain.Actor.Visitor;

    /// <summary>The actor of a principal, or null when nobody is signed in.</summary>
    public static Actor? Of(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true
        && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        && Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? Domain.Actor.Account(id, role)
            : null;
}
