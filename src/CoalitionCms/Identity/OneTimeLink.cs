using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>A link just made. This is the only moment that its code is known.</summary>
/// <param name="Url">Full address, from the base URL setting.</param>
/// <param name="ExpiresAt">Good until.</param>
public sealed record OneTimeLink(string Url, DateTime ExpiresAt)
{
    internal static (OneTimeLink Link, AccountLink Row) Make(
        SiteUrls urls, LinkPurpose purpose, Role role, Guid? accountId, string note, Actor actor, DateTime now)
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
        };
        var page = purpose == LinkPurpose.Reset ? "/account/reset" : "/account/join";
        return (new OneTimeLink(urls.AbsoluteForStaff($"{page}?code={code}"), row.ExpiresAt), row);
    }
}

/// <summary>Secrets that somebody else keeps: the code of a link, the key of a session. The database has only their hash.</summary>
public static class OneTimeCode
{
    private const int Bytes = 32;

    /// <summary>256 random bits, in letters that a link can carry.</summary>
    public static string New() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is stored of a code. It needs no salt: nobody can guess 256 bits.</summary>
    public static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}

/// <summary>Finds the links that still work, and uses them up. Looking uses nothing up: mail programs open links too.</summary>
public sealed class UsableLinks(CmsDbContext db, TimeProvider clock)
{
    /// <summary>The link of a code, or null when it was used, is too old, is for something else, or never was.</summary>
    public async Task<AccountLink?> FindAsync(string? code, bool forReset, CancellationToken cancellationToken)
    {
        var (hash, now) = (OneTimeCode.HashOf(code ?? ""), clock.NowToMillisecond());
        var link = await db.Set<AccountLink>().AsNoTracking().SingleOrDefaultAsync(
            l => l.CodeHash == hash && l.UsedAt == null && l.ExpiresAt > now && (l.Purpose == LinkPurpose.Reset) == forReset,
                cancellationToken);

        // Security: a link dies with the rights of who made it. The host's command line keeps its own.
        if (link?.CreatedBy is { } maker && !await db.Set<Account>().AnyAsync(
            a => a.Id == maker && a.Role == Role.Admin && a.DisabledAt == null, cancellationToken))
        {
            return null;
        }

        // Security: the set-up link makes the first account and no other.
        return link?.Purpose == LinkPurpose.SetUp && await db.Set<Account>().AnyAsync(cancellationToken) ? null : link;
    }

    /// <summary>Uses a link up, in the transaction of what it is for.</summary>
    /// <returns>False when somebody else was quicker.</returns>
    public async Task<bool> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        // Security: the database decides between two who come at once; the second finds no row to take.
        var now = clock.NowToMillisecond();
        return await db.Set<AccountLink>().Where(l => l.Id == id && l.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken) == 1;
    }
}

public sealed record ShownLink(string Url, string Until)
{
    internal static ShownLink Of(OneTimeLink link, AccountAdminQueries queries, Texts texts) =>
        new(link.Url, queries.Moment(link.ExpiresAt, texts));
}
