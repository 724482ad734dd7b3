using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>A link just created. Its code is available only at this moment.</summary>
/// <param name="Url">Full address, from the base URL setting.</param>
internal sealed record OneTimeLink(string Url, DateTime ExpiresAt)
{
    internal static (OneTimeLink Link, AccountLink Row) Make(
        SiteUrls urls, LinkPurpose purpose, Role role, Guid? accountId, string note, string? language, Actor actor, DateTime now)
    {
        var code = OneTimeCode.New();
        var row = new AccountLink
        {
            Id = Guid.CreateVersion7(),
            Purpose = purpose,
            CodeHash = OneTimeCode.HashOf(code),
            Role = role,
            AccountId = accountId,
            Note = note,
            CreatedBy = actor.AccountId,
            CreatedAt = now,
            ExpiresAt = now + AccountLink.LifeOf(purpose),
        }.AsMade();
        var page = purpose == LinkPurpose.Reset ? "/account/reset" : "/account/join";
        var opensIn = language is null ? "" : $"&{StaffLanguage.Query}={language}";
        return (new OneTimeLink(urls.AbsoluteForStaff($"{page}?code={code}{opensIn}"), row.ExpiresAt), row);
    }
}

/// <summary>Secrets that only the recipient keeps: the code of a link, the key of a session. The database stores only their hash.</summary>
internal static class OneTimeCode
{
    private const int Bytes = 32;

    /// <summary>Creates a code of 256 random bits, encoded for use in a link.</summary>
    public static string New() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The stored hash of a code. It needs no salt: nobody can guess 256 bits.</summary>
    public static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}

/// <summary>Finds valid links, and marks them as used. Opening a link does not use it: mail programs open links too.</summary>
internal sealed class UsableLinks(CmsDbContext db, TimeProvider clock)
{
    private static readonly string[] Spending =
        [AuditVerb.AccountCreated, AuditVerb.AccountPasswordChanged, AuditVerb.AccountInvitationRevoked];

    /// <summary>The link of a code, or null when it was used, has expired, has another purpose, or does not exist.</summary>
    public async Task<AccountLink?> FindAsync(string? code, bool forReset, CancellationToken cancellationToken)
    {
        var (hash, now) = (OneTimeCode.HashOf(code ?? ""), clock.NowToMillisecond());
        var link = await db.Set<AccountLink>().AsNoTracking().SingleOrDefaultAsync(
            l => l.CodeHash == hash && l.UsedAt == null && l.ExpiresAt > now && (l.Purpose == LinkPurpose.Reset) == forReset,
                cancellationToken);

        if (link is not null && (!link.IsAsMade || !clock.IsWithin(AccountLink.LifeOf(link.Purpose), link.CreatedAt)))
        {
            return null;
        }

        // Security: a link is valid only as long as the rights of its creator. Links of the host's command line are not affected.
        if (link?.CreatedBy is { } maker
            && await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == maker, cancellationToken)
            is not { Role: Role.Admin, MayEnter: true })
        {
            return null;
        }

        // Security: a row that was used or revoked, and put back in the database, is known to the log.
        if (link is not null && await IsSpentAsync(link, cancellationToken))
        {
            return null;
        }

        // Security: the set-up link creates only the first account.
        return link?.Purpose == LinkPurpose.SetUp && await db.Set<Account>().AnyAsync(cancellationToken) ? null : link;
    }

    private Task<bool> IsSpentAsync(AccountLink link, CancellationToken cancellationToken)
    {
        var (id, since) = (link.Id.ToString("D"), link.CreatedAt);
        return db.AuditEntries.AnyAsync(e => e.AtUtc >= since && Spending.Contains(e.Verb)
            && (e.ObjectId == id || e.Details.Contains("\"link\":\"" + id)), cancellationToken);
    }

    /// <summary>Marks a link as used, in the transaction of the action that uses it.</summary>
    /// <returns>False when somebody else used it first.</returns>
    public async Task<bool> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        // Security: the database decides between two concurrent uses; the second finds no row to update.
        var now = clock.NowToMillisecond();
        return await db.Set<AccountLink>().Where(l => l.Id == id && l.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken) == 1;
    }
}

internal sealed record ShownLink(string Url, string Until)
{
    internal static ShownLink Of(OneTimeLink link, AccountAdminQueries queries, Texts texts) =>
        new(link.Url, queries.Moment(link.ExpiresAt, texts));
}
