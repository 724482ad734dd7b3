using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

/// <summary>A link just made. This is the only moment that its code is known.</summary>
/// <param name="Url">Full address, from the base URL setting.</param>
/// <param name="ExpiresAt">Good until.</param>
public sealed record OneTimeLink(string Url, DateTime ExpiresAt)
{
    /// <summary>A new link and the row that remembers it.</summary>
    internal static (OneTimeLink Link, AccountLink Row) Make(SiteUrls urls, LinkPurpose purpose, Role role, Guid? accountId, string note, Actor actor, DateTime now)
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
