using CoalitionCms.Data;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Accounts;

/// <summary>The feature's door.</summary>
public static class AccountsFeature
{
    /// <summary>Registers accounts, sessions and what roles may do.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, CmsOptions options)
    {
        services.AddIdentityCore<Account>().AddEntityFrameworkStores<CmsDbContext>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddAuthorization(authorization =>
        {
            // Security: whoever is not named is not let in.
            authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            foreach (var permission in Enum.GetValues<Permission>())
            {
                authorization.AddPolicy(permission.ToString(), policy => policy.RequireAuthenticatedUser().RequireAssertion(c => CurrentActor.Of(c.User) is { } actor && actor.May(permission)));
            }
        });
        return services;
    }
}
