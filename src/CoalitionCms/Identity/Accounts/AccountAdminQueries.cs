using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

internal sealed record AccountRow(
    Guid Id, string Name, string LatinName, string Email, Role Role, DateOnly? LastSignInOn, bool IsDisabled, bool HasFactor)
{
    public string FullName => LatinName.Length == 0 ? Name : $"{Name} ({LatinName})";
}

internal sealed record InvitationRow(Guid Id, Role Role, string Note, DateTime ExpiresAt);

internal sealed record OwnAccount(string Name, string LatinName, string? Language, string Email, Role Role, int Sessions);

internal sealed class AccountAdminQueries(CmsDbContext db, CmsOptions options, TimeProvider clock)
{
    /// <summary>All accounts, enabled ones first, by name. A small organisation has few.</summary>
    public async Task<List<AccountRow>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await RowsOf(db.Set<Account>()).ToListAsync(cancellationToken)).OrderBy(a => a.IsDisabled)
            .ThenBy(a => a.Name, StringComparer.OrdinalIgnoreCase).ThenBy(a => a.Id)];

    public Task<AccountRow?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        RowsOf(db.Set<Account>().Where(a => a.Id == id)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Valid invitations, the next to expire first.</summary>
    public Task<List<InvitationRow>> InvitationsAsync(CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        return db.Set<AccountLink>().AsNoTracking().Where(l => l.Purpose == LinkPurpose.Invitation && l.UsedAt == null && l.ExpiresAt > now)
            .OrderBy(l => l.ExpiresAt).Take(1_000).Select(l => new InvitationRow(l.Id, l.Role, l.Note, l.ExpiresAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Number of admins who may sign in and have neither a passkey nor an authenticator app.</summary>
    public async Task<int> AdminsWithoutFactorAsync(CancellationToken cancellationToken) =>
        (await db.Set<Account>().AsNoTracking().Where(a => a.Role == Role.Admin && a.DisabledAt == null).ToListAsync(cancellationToken))
        .Count(a => !a.HasFactor);

    public Task<OwnAccount?> OwnAsync(Actor actor, CancellationToken cancellationToken) =>
        db.Set<Account>().AsNoTracking().Where(a => a.Id == actor.AccountId)
        .Select(a => new OwnAccount(a.Name, a.LatinName, a.Language, a.Email!, a.Role, db.Set<Session>().Count(s => s.AccountId == a.Id)))
        .SingleOrDefaultAsync(cancellationToken);

    /// <summary>An instant within a sentence, with the name of its time zone: the reader may be in another one.</summary>
    public string Moment(DateTime utc, Texts texts) => InstantText.PrintWithZone(utc, options.Zone, texts);

    private IQueryable<AccountRow> RowsOf(IQueryable<Account> accounts) => accounts.AsNoTracking()
        .Select(a => new AccountRow(a.Id, a.Name, a.LatinName, a.Email ?? "", a.Role, a.LastSignInOn, !a.MayEnter,
            a.HasFactor));
}
