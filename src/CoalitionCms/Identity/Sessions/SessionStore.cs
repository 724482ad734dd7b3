using System.Globalization;
using System.Security.Claims;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CoalitionCms.Identity;

/// <summary>
/// Stores sessions in the database; the cookie only contains the key of a row. Deleting the row ends the session at once, also for a copied
/// cookie. Role and name are read from the account for each request, never taken from the sign-in.
/// </summary>
internal sealed class SessionStore(
    IServiceScopeFactory scopes, IDataProtectionProvider protection, EndedSessions ended, CmsOptions options, TimeProvider clock,
    ILogger<SessionStore> log)
    : ITicketStore
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);
    private static readonly object Replaced = new();
    private static readonly object Unreachable = new();
    private DateTime notNotedAt = DateTime.MinValue;

    /// <summary>True when no user could be identified in this request because the database is unavailable.</summary>
    public static bool IsUnreachable(HttpContext context) => context.Items.ContainsKey(Unreachable);

    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException("A session is opened by a request.");

    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        var key = SessionKey.New(now + options.SessionLength);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        var (idleSince, openedBefore, replaced) =
            (now - options.SessionIdle, now - options.SessionLength, httpContext.Items[Replaced] as string);
        await db.Set<Session>().Where(s => s.LastSeenAt < idleSince || s.CreatedAt < openedBefore || s.KeyHash == replaced)
            .ExecuteDeleteAsync(cancellationToken);
        var device = DeviceName.Of(httpContext.Request.Headers.UserAgent.ToString());
        var session = new Session
        {
            Id = Guid.CreateVersion7(),
            Browser = device.Browser,
            System = device.System,
            ConfirmedAt = now,
            KeyHash = OneTimeCode.HashOf(key),
            AccountId = Guid.Parse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!),
            Ticket = [],
            CreatedAt = now,
            LastSeenAt = now,
        };
        session.Ticket = Seal(ticket, session, now);
        db.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return key;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw new NotSupportedException("A session is read for a request.");

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var hash = OneTimeCode.HashOf(key);
        if (httpContext.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>()?.Surface == Surface.SignIn)
        {
            // Security: sign-in pages treat every request as anonymous, so that each sign-in gets a new key; the session that it replaces
            // ends.
            httpContext.Items[Replaced] = hash;
            return null;
        }

        if (ended.Has(hash))
        {
            return null;
        }

        try
        {
            var ticket = await ReadAsync(hash, cancellationToken);
            if (ticket is null)
            {
                ended.Add(hash);
            }

            return ticket;
        }
        catch (Exception outage) when (DatabaseTrouble.Of(outage) is not null)
        {
            // Security: a user who cannot be checked is treated as a visitor. Public pages continue to work; the others answer 503.
            httpContext.Items[Unreachable] = true;
            return null;
        }
    }

    /// <summary>Notes that the identity was confirmed.</summary>
    public async Task ConfirmAsync(CmsDbContext db, Guid sessionId, CancellationToken cancellationToken)
    {
        if (await db.Set<Session>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == sessionId, cancellationToken) is { } session
            && Open(session) is { } ticket)
        {
            var now = clock.NowToMillisecond();
            var made = Seal(ticket, session, now);
            await db.Set<Session>().Where(s => s.KeyHash == session.KeyHash)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ConfirmedAt, now).SetProperty(s => s.Ticket, made), cancellationToken);
        }
    }

    /// <summary>Sessions are never prolonged or rewritten.</summary>
    public Task RenewAsync(string key, AuthenticationTicket ticket) => Task.CompletedTask;

    public async Task RemoveAsync(string key)
    {
        var hash = OneTimeCode.HashOf(key);
        ended.Add(hash);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<CmsDbContext>().Set<Session>().Where(s => s.KeyHash == hash)
                .ExecuteDeleteAsync();
        }
        catch (Exception trouble) when (DatabaseTrouble.Of(trouble) is not null)
        {
            // Security: the browser forgets it all the same. A copy of its cookie opens nothing in this process, and elsewhere nothing as
            // soon as the database can be written again.
            ended.AddUnremoved(hash);
            log.LogWarning("A session that was ended could not be removed from the database. {Type}", trouble.GetType().Name);
        }
    }

    private async Task<AuthenticationTicket?> ReadAsync(string hash, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        var now = clock.NowToMillisecond();
        var found = await db.Set<Session>().AsNoTracking().Where(s => s.KeyHash == hash)
            .Join(db.Set<Account>().AsNoTracking(), s => s.AccountId, a => a.Id, (session, account) => new
            {
                session,
                account,
                demand = db.Set<SiteSettings>().Select(s => (SecondFactorDemand?)s.SecondFactor).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || !found.account.MayEnter || !clock.IsWithin(options.SessionIdle, found.session.LastSeenAt)
            || !clock.IsWithin(options.SessionLength, found.session.CreatedAt))
        {
            return null;
        }

        var ticket = Open(found.session);
        if (ticket?.Principal.FindFirstValue(SessionPrincipal.Stamp) is not { } stamp || stamp != found.account.SecurityStamp)
        {
            return null;
        }

        if (now - found.session.LastSeenAt > SeenEvery && now - notNotedAt > SeenEvery)
        {
            await NoteSeenAsync(db, hash, now, cancellationToken);
        }

        // Security: checked for each request, so that a new requirement applies to open sessions too.
        var isInGrace = !found.account.HasFactor && (found.demand ?? new SiteSettings().SecondFactor).IsFor(found.account.Role);
        return new AuthenticationTicket(
            SessionPrincipal.Of(found.account, found.session, isInGrace), ticket.Properties, ticket.AuthenticationScheme);
    }

    private async Task NoteSeenAsync(CmsDbContext db, string hash, DateTime now, CancellationToken cancellationToken)
    {
        try
        {
            await db.WriteSoonAsync(() => db.Set<Session>().Where(s => s.KeyHash == hash)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), cancellationToken), cancellationToken);
        }
        catch (Exception trouble) when (DatabaseTrouble.Of(trouble) is not null)
        {
            // A full disk or a locked database: signed-in users can still read. At worst the session ends too early.
            notNotedAt = now;
        }
    }

    private byte[] Seal(AuthenticationTicket ticket, Session session, DateTime confirmedAt) =>
        ProtectorOf(session, confirmedAt).Protect(TicketSerializer.Default.Serialize(ticket));

    private AuthenticationTicket? Open(Session session)
    {
        try
        {
            return TicketSerializer.Default.Deserialize(ProtectorOf(session, session.ConfirmedAt).Unprotect(session.Ticket));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Forged, of another row, or encrypted with keys that no longer exist: no session.
            return null;
        }
    }

    // Security: somebody who can write to the database could otherwise put the ticket of an admin into the row of a session of their own,
    // or let a session count as confirmed.
    private IDataProtector ProtectorOf(Session session, DateTime confirmedAt) => protection.CreateProtector("CoalitionCms.Session",
        session.KeyHash, session.AccountId.ToString("D"), session.CreatedAt.Ticks.ToString(CultureInfo.InvariantCulture),
        confirmedAt.Ticks.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The key of a session, with the end of its time: a cookie that is too old is known as such without a question.</summary>
internal static class SessionKey
{
    public static string New(DateTime endsAt) => string.Create(CultureInfo.InvariantCulture, $"{OneTimeCode.New()}.{endsAt.Ticks:x}");

    public static bool IsInTime(string key, DateTime now) =>
        long.TryParse(key.AsSpan(key.LastIndexOf('.') + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ends)
        && now.Ticks < ends;
}

/// <summary>The cookie of a signed-in user. Visitors have none.</summary>
internal static class SessionCookie
{
    /// <summary>The claim in the cookie that holds the key, as the cookie handler names it.</summary>
    private const string KeyClaim = "Microsoft.AspNetCore.Authentication.Cookies-SessionId";

    /// <summary>Name over HTTPS; the prefix makes browsers refuse a cookie set by another host or over plain HTTP.</summary>
    public const string SecureName = "__Host-session";

    /// <summary>Name where the site is used over plain HTTP.</summary>
    public const string PlainName = "session";

    /// <summary>
    /// True when the request carries a cookie that this site issued. Any other value was made up by a visitor, and costs no more than the
    /// attempt to decrypt it.
    /// </summary>
    public static bool IsOpenedIn(HttpContext context) => TicketIn(context) is not null;

    /// <summary>
    /// The session of a request, as the hash of its key; null for a visitor, and for a session that is over or known to have ended.
    /// Whether another one lives is known when it is read.
    /// </summary>
    public static string? SessionOf(HttpContext context)
    {
        if (TicketIn(context)?.Principal.FindFirstValue(KeyClaim) is not { } key
            || !SessionKey.IsInTime(key, context.RequestServices.GetRequiredService<TimeProvider>().NowToMillisecond()))
        {
            return null;
        }

        var hash = OneTimeCode.HashOf(key);
        return context.RequestServices.GetRequiredService<EndedSessions>().Has(hash) ? null : hash;
    }

    private static AuthenticationTicket? TicketIn(HttpContext context)
    {
        if (context.Request.Headers.Cookie.Count == 0)
        {
            return null;
        }

        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(CookieAuthenticationDefaults.AuthenticationScheme);
        return options.CookieManager.GetRequestCookie(context, options.Cookie.Name!) is { Length: > 0 } value
            ? options.TicketDataFormat.Unprotect(value) : null;
    }

    /// <summary>Settings of a cookie for staff: <c>__Host-</c> wherever HTTPS is used.</summary>
    internal static CookieBuilder Named(string plainName, CmsOptions options)
    {
        return new CookieBuilder
        {
            Name = options.IsHttps ? "__Host-" + plainName : plainName,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            SecurePolicy = options.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
            Path = "/",
            IsEssential = true,
        };
    }
}

/// <summary>After a change that ended every session: signs this browser in again, with a new key.</summary>
internal static class SessionRenewal
{
    public static async Task SignInAgainAsync(this HttpContext context, Account account)
    {
        // Security: the request's own cookie handler would give the new session the old key, which a thief may have as well.
        await using var scope = context.RequestServices.CreateAsyncScope();
        var handler = await scope.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>()
            .GetHandlerAsync(context, CookieAuthenticationDefaults.AuthenticationScheme);
        var principal = SessionPrincipal.Of(account);
        await ((IAuthenticationSignInHandler)handler!).SignInAsync(principal, new AuthenticationProperties());
        context.RequestServices.GetRequiredService<KnownBrowsers>().Mark(context, account);
        context.User = principal;
    }
}
