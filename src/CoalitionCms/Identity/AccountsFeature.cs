using CoalitionCms.Data;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Identity;

/// <summary>The feature's door.</summary>
public static class AccountsFeature
{
    /// <summary>Cost of a password hash (PBKDF2 with HMAC-SHA-512), by today's advice of OWASP; older hashes are renewed at the next sign-in.</summary>
    private const int HashIterations = 220_000;

    /// <summary>Registers accounts, sessions and what roles may do.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, CmsOptions options)
    {
        services.AddPasswords();
        services.AddSessions(options);
        services.AddPermissions();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<KnownBrowsers>();
        services.AddSingleton<RefusedSignInPace>();
        services.AddScoped<RefusedSignIns>();
        services.AddScoped<UsableLinks>();
        services.AddScoped<AccountSave>();
        services.AddScoped<AccountAdminQueries>();
        services.AddSecondFactors();
        return services.AddAccountActions();
    }

    private static IServiceCollection AddAccountActions(this IServiceCollection services) => services
        .AddScoped<SignInByPassword>()
        .AddScoped<EndSession>()
        .AddScoped<CreateAccount>()
        .AddScoped<InviteAccount>()
        .AddScoped<RedeemLink>()
        .AddScoped<ChangeRole>()
        .AddScoped<AdminGrants>().AddScoped<AskForAdmin>().AddScoped<RequestRelaxation>().AddScoped<DecideOnAdmin>()
        .AddScoped<DisableAccount>()
        .AddScoped<EnableAccount>()
        .AddScoped<MakeResetLink>()
        .AddScoped<ResetPassword>()
        .AddScoped<ChangePassword>().AddScoped<IdentityProof>()
        .AddScoped<SaveProfile>();

    private static void AddSecondFactors(this IServiceCollection services)
    {
        services.AddSingleton<ProtectedPayloads>();
        services.AddScoped<SecondFactors>().AddScoped<SecondFactorQueries>().AddScoped<PasskeyRows>().AddScoped<PasskeyCeremony>().AddScoped<CompleteSignIn>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<CmsOptions>(PasskeyCeremony.Configure);
        services
            .AddScoped<SignInByCode>()
            .AddScoped<SignInByPasskey>()
            .AddScoped<ConfirmIdentity>()
            .AddScoped<AddPasskey>()
            .AddScoped<RenamePasskey>()
            .AddScoped<AddAuthenticatorApp>()
            .AddScoped<RemoveFactor>()
            .AddScoped<RemoveFactors>()
            .AddScoped<MakeRecoveryCodes>()
            .AddScoped<EndOtherSessions>();
    }

    private static void AddPasswords(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = HashIterations);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<PasswordHashingQueue>();
        services.AddSingleton<ILookupNormalizer, LoginLookup>();
        services.AddIdentityCore<Account>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = "";
            identity.Password = new PasswordOptions
            {
                RequiredLength = PasswordRules.Least,
                RequireDigit = false,
                RequireLowercase = false,
                RequireUppercase = false,
                RequireNonAlphanumeric = false,
            };
        }).AddEntityFrameworkStores<CmsDbContext>().AddPasswordValidator<PasswordRulesValidator>();
    }

    private static void AddSessions(this IServiceCollection services, CmsOptions options)
    {
        services.AddSingleton<SessionStore>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<SessionStore>((cookie, store) =>
        {
            cookie.Cookie = SessionCookie.Named(SessionCookie.PlainName, options);
            cookie.SessionStore = store;
            cookie.ExpireTimeSpan = SessionStore.Longest;
            cookie.SlidingExpiration = false;
            cookie.LoginPath = SignInAnswers.LoginPath;
            cookie.Events = SignInAnswers.Events;
        });
        services.Configure<MvcOptions>(mvc => mvc.Filters.Add<StaleTokenFilter>());
        services.Configure<CookieTempDataProviderOptions>(note => note.Cookie = SessionCookie.Named("note", options));
    }

    private static void AddPermissions(this IServiceCollection services) => services.AddAuthorization(authorization =>
    {
        // Security: whoever is not named is not let in.
        authorization.FallbackPolicy = authorization.DefaultPolicy =
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(c => !c.User.IsInGrace()).Build();
        authorization.AddPolicy(SessionPrincipal.EvenInGrace, policy => policy.RequireAuthenticatedUser());
        foreach (var permission in Enum.GetValues<Permission>())
        {
            authorization.AddPolicy(permission.ToString(), policy => policy.RequireAuthenticatedUser().RequireAssertion(c => !c.User.IsInGrace() && CurrentActor.Of(c.User) is { } actor && actor.May(permission)));
        }
    });
}
