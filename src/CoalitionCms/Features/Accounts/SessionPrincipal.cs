using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CoalitionCms.Features.Accounts;

/// <summary>What the rest of the program sees of somebody signed in.</summary>
public static class SessionPrincipal
{
    /// <summary>Claim that ties a session to the account's state at sign-in.</summary>
    public const string Stamp = "stamp";

    /// <summary>The principal of an account as it is now.</summary>
    public static ClaimsPrincipal Of(Account account) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, account.Id.ToString("D")),
            new(ClaimTypes.Name, account.Name),
            new(ClaimTypes.Role, account.Role.ToString()),
            new(StaffLanguage.Claim, account.Language ?? ""),
            new(Stamp, account.SecurityStamp ?? ""),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));
}
