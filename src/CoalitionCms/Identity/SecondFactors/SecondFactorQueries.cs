using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

internal sealed record PasskeyRow(string Id, string Name, DateTime AddedAt);

internal sealed record SessionRow(Guid Id, string Browser, string System, DateTime Since, DateTime LastSeenAt, bool IsThis);

/// <param name="Passkeys">The passkeys, oldest first.</param>
/// <param name="IsDemanded">True when the site requires a second factor for this role.</param>
internal sealed record OwnFactors(FactorState State, IReadOnlyList<PasskeyRow> Passkeys, bool IsDemanded);

internal sealed class SecondFactorQueries(CmsDbContext db, SecondFactors factors, PasskeyCeremony ceremony)
{
    /// <summary>The id of a passkey in a form; empty when it is not valid.</summary>
    public static byte[] IdOf(string? id)
    {
        try
        {
            return id is { Length: > 0 and <= 2_048 } ? WebEncoders.Base64UrlDecode(id) : [];
        }
        catch (FormatException)
        {
            return [];
        }
    }

    public async Task<OwnFactors> OwnAsync(Actor actor, CancellationToken cancellationToken)
    {
        var id = actor.AccountId ?? Guid.Empty;
        var passkeys = await db.Set<IdentityUserPasskey<Guid>>().AsNoTracking().Where(p => p.UserId == id).ToListAsync(cancellationToken);
        return new(
            await factors.OfAsync(id, cancellationToken),
            [.. passkeys.OrderBy(p => p.Data.CreatedAt)
                .Select(p => new PasskeyRow(WebEncoders.Base64UrlEncode(p.CredentialId), p.Data.Name ?? "", p.Data.CreatedAt.UtcDateTime))],
            await factors.IsDemandedAsync(actor.Role, cancellationToken));
    }

    /// <summary>The actor's sessions, most recently used first.</summary>
    public Task<List<SessionRow>> SessionsAsync(Actor actor, Guid current, CancellationToken cancellationToken) =>
        db.Set<Session>().AsNoTracking().Where(s => s.AccountId == actor.AccountId).OrderByDescending(s => s.LastSeenAt).ThenBy(s => s.Id)
            .Take(200)
            .Select(s => new SessionRow(s.Id, s.Browser, s.System, s.CreatedAt, s.LastSeenAt, s.Id == current))
            .ToListAsync(cancellationToken);

    public async Task<ConfirmForm> ToConfirmAsync(HttpContext context, string? returnUrl, PendingFormPost? kept)
    {
        var id = context.Actor().AccountId ?? Guid.Empty;
        var state = await factors.OfAsync(id, context.RequestAborted);
        return new()
        {
            ReturnUrl = returnUrl,
            Kept = kept,
            Factors = state,
            Passkey = state.Passkeys > 0 ? await ceremony.ToProveAsync(context, id) : null,
        };
    }
}
