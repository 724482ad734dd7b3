using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Identity;

internal static class IdentitySetup
{
    /// <summary>
    /// Iterations of the password hash (PBKDF2 with HMAC-SHA-512), as currently recommended by OWASP; older hashes are renewed at the next
    /// sign-in.
    /// </summary>
    private const int HashIterations = 220_000;

    public static IServiceCollection AddIdentity(this IServiceCollection services, CmsOptions options)
    {
        services.AddPasswords();
        services.AddSessions(options);
        services.AddPermissions();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<KnownBrowsers>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<RefusedSignInPace>();
        services.AddScoped<RefusedSignIns>();
        services.AddScoped<UsableLinks>();
        services.AddScoped<AccountSave>();
        services.AddScoped<AccountAdminQueries>();
        services.AddSecondFactors();
        services.AddSingleton<IStepUp, StepUp>();
        return services.AddAccountActions();
    }

    private static IServiceCollection AddAccountActions(this IServiceCollection services) => services
        .AddScoped<SignInByPassword>()
        .AddScoped<EndSession>()
        .AddScoped<CreateAccount>()
        .AddScoped<InviteAccount>()
        .AddScoped<RedeemLink>()
        .AddScoped<ChangeRole>()
        .AddScoped<AdminGrants>().AddScoped<AskForAdmin>().AddScoped<ISafeguardRequests, RequestRelaxation>().AddScoped<DecideOnAdmin>()
        .AddScoped<DisableAccount>()
        .AddScoped<EnableAccount>()
        .AddScoped<MakeResetLink>()
        .AddScoped<ResetPassword>()
        .AddScoped<ChangePassword>().AddScoped<IdentityProof>()
        .AddScoped<SaveProfile>();

    private static void AddSecondFactors(this IServiceCollection services)
    {
        services.AddSingleton<ProtectedPayloads>();
        services.AddScoped<CodeTries>().AddScoped<SecondFactors>().AddScoped<SecondFactorQueries>().AddScoped<PasskeyRows>()
            .AddScoped<PasskeyCeremony>()
            .AddScoped<CompleteSignIn>();
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
            .AddScoped<MakeRecoveryCodes>();
    }

    private static void AddPasswords(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = HashIterations);
        services.AddSingleton<IPasswordHasher<Account>, NormalizingPasswordHasher>();
        services.AddSingleton<PasswordHashingQueue>();
        services.AddSingleton<ILookupNormalizer, LoginLookup>();

        // It never gets a password: the actions check them by PasswordRules.
        services.AddIdentityCore<Account>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = "";
        }).AddEntityFrameworkStores<CmsDbContext>();
    }

    private static void AddSessions(this IServiceCollection services, CmsOptions options)
    {
        services.AddSingleton<EndedSessions>().AddSingleton<SessionStore>().AddHostedService<SessionRemoval>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SessionStore>((cookie, store) =>
        {
            cookie.Cookie = SessionCookie.Named(SessionCookie.PlainName, options);
            cookie.SessionStore = store;
            cookie.ExpireTimeSpan = options.SessionLength;
            cookie.SlidingExpiration = false;
            cookie.LoginPath = SignInAnswers.LoginPath;
            cookie.Events = SignInAnswers.Events;
        });
        services.Configure<MvcOptions>(mvc =>
        {
            mvc.Filters.AddService<SignInLimits>();
            mvc.Filters.Add<StaleTokenFilter>();
        });
        services.Configure<CookieTempDataProviderOptions>(note => note.Cookie = SessionCookie.Named("note", options));
    }

    private static void AddPermissions(this IServiceCollection services) => services.AddAuthorization(authorization =>
    {
        // Security: an endpoint without a policy of its own requires a signed-in user.
        authorization.FallbackPolicy = authorization.DefaultPolicy =
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(c => !c.User.IsInGrace()).Build();
        authorization.AddPolicy(SessionPrincipal.EvenInGrace, policy => policy.RequireAuthenticatedUser());
        foreach (var permission in Enum.GetValues<Permission>())
        {
            authorization.AddPolicy(
                permission.ToString(), policy => policy.RequireAuthenticatedUser()
                .RequireAssertion(c => !c.User.IsInGrace() && CurrentActor.Of(c.User) is { } actor && actor.May(permission)));
        }
    });
}

internal sealed class AccountsTables : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<Session>,
    IEntityTypeConfiguration<AccountLink>, IEntityTypeConfiguration<AdminRequest>, IEntityTypeConfiguration<SignInTries>,
    IEntityTypeConfiguration<SignInTriesKey>
{
    // The columns that are not ours are as in Identity's first schema. The context does not derive from Identity's, so that it does not
    // depend on accounts.
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("Accounts");
        account.HasIndex(a => a.NormalizedUserName).HasDatabaseName("UserNameIndex").IsUnique();
        account.HasIndex(a => a.NormalizedEmail).HasDatabaseName("EmailIndex");
        account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        account.Property(a => a.NormalizedEmail).HasMaxLength(256);
        account.Property(a => a.NormalizedUserName).HasMaxLength(256);
        account.Property(a => a.Name).IsSealed("accounts/name");
        account.Property(a => a.LatinName).IsSealed("accounts/latin-name");
        account.Property(a => a.Email).IsSealed(LoginLookup.Email);
        account.Property(a => a.UserName).IsSealed(LoginLookup.UserName);
        account.Property(a => a.PasswordHash).IsSealed("accounts/password-hash");
        account.Property(a => a.Standing).IsSealed("accounts/standing");

        // Security: the value by which Identity finds an account, and which keeps addresses unique, is a keyed hash.
        account.Property(a => a.NormalizedEmail).IsLookupOf(nameof(Account.Email));
        account.Property(a => a.NormalizedUserName).IsLookupOf(nameof(Account.UserName));
        account.Property(a => a.Language).HasMaxLength(16);
    }

    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("Sessions");
        session.HasKey(s => s.KeyHash);
        session.Property(s => s.KeyHash).HasMaxLength(64);
        session.Property(s => s.Browser).HasMaxLength(32);
        session.Property(s => s.System).HasMaxLength(32);
        session.HasIndex(s => s.Id).IsUnique();
        session.HasIndex(s => s.AccountId);
        session.HasIndex(s => s.LastSeenAt);
        session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AdminRequest> request)
    {
        request.ToTable("AdminRequests");
        request.Property(r => r.Note).IsSealed("admin-requests/note");
        request.Property(r => r.Language).HasMaxLength(16);
        request.Property(r => r.Proposal).IsSealed("admin-requests/proposal");
        request.Property(r => r.Made).IsSealed("admin-requests/made");
        request.Property(r => r.Demand).HasDefaultValue(Features.Settings.SecondFactorDemand.Nobody);
        request.HasOne<Account>().WithMany().HasForeignKey(r => r.RequestedBy).OnDelete(DeleteBehavior.Cascade);
        request.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SignInTries> tries)
    {
        tries.ToTable("SignInTries");
        tries.HasKey(t => t.Key);
        tries.Property(t => t.Key).HasMaxLength(64);
        tries.HasIndex(t => t.LastAt);
    }

    public void Configure(EntityTypeBuilder<SignInTriesKey> key)
    {
        key.ToTable("SignInTriesKeys");
        key.HasKey(k => k.Day);
    }

    public void Configure(EntityTypeBuilder<AccountLink> link)
    {
        link.ToTable("AccountLinks");
        link.Property(l => l.CodeHash).HasMaxLength(64);
        link.Property(l => l.Note).IsSealed("account-links/note");
        link.Property(l => l.Made).IsSealed("account-links/made");
        link.HasIndex(l => l.CodeHash).IsUnique();
    }
}

internal sealed class SecondFactorsTables :
    IEntityTypeConfiguration<AuthenticatorApp>, IEntityTypeConfiguration<SpentAnswer>, IEntityTypeConfiguration<CodeTriesRow>,
    IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<AuthenticatorApp> app)
    {
        app.ToTable("AuthenticatorApps");
        app.HasKey(a => a.AccountId);

        // Security: already encrypted for its account with the cookie keys, which are in the data folder; the field key may be stored
        // elsewhere.
        app.Property(a => a.SealedSecret).IsSealed("authenticator-apps/secret");
        app.HasOne<Account>().WithOne().HasForeignKey<AuthenticatorApp>(a => a.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<CodeTriesRow> tries)
    {
        tries.ToTable("CodeTries");
        tries.HasKey(t => new { t.AccountId, t.By });
        tries.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SpentAnswer> answer)
    {
        answer.ToTable("SpentAnswers");
        answer.HasKey(a => a.Hash);
        answer.Property(a => a.Hash).HasMaxLength(64);
        answer.HasIndex(a => a.ExpiresAt);
    }

    // As in Identity's third schema; mapped here, since Identity takes the schema from services that migration tools do not have.
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> passkey)
    {
        passkey.ToTable("Passkeys");
        passkey.HasKey(p => p.CredentialId);
        passkey.Property(p => p.CredentialId).HasMaxLength(1024);
        passkey.OwnsOne(p => p.Data).ToJson();
        passkey.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
