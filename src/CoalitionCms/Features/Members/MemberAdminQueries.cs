using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Members;

internal sealed record MemberRow(Guid MemberId, DisplayName Name, string Alias, Standing Standing, bool HiddenEverywhere);

/// <summary>A roster entry as opened by the form.</summary>
internal sealed record OpenMember(
    Guid MemberId, string RomanisedName, string NativeName, string NativeLanguage, string Alias, Standing Standing, string Note,
        bool HiddenEverywhere, long Version)
{
    public FuzzyDate Since { get; init; } = FuzzyDate.Unknown;
    public FuzzyDate Until { get; init; } = FuzzyDate.Unknown;

    internal static OpenMember Of(Member member) => new(
        member.Id, member.RomanisedName, member.NativeName, member.NativeLanguage, member.Alias, member.Standing, member.Note,
            member.HiddenEverywhere, member.Version)
    {
        Since = member.Since,
        Until = member.Until,
    };

    public DisplayName Name => DisplayName.Of(RomanisedName, NativeName, NativeLanguage);
}

/// <summary>The account of a member.</summary>
/// <param name="AccountId">The account, or null.</param>
/// <param name="Accounts">The member's account and all unlinked accounts: id and name with e-mail.</param>
internal sealed record LinkedMember(
    Guid MemberId, DisplayName Name, Guid? AccountId, long Version, IReadOnlyList<KeyValuePair<Guid, string>> Accounts);

/// <summary>A page of the roster.</summary>
/// <param name="Next">The member after whom the next page begins, or null.</param>
internal sealed record MemberPage(IReadOnlyList<MemberRow> Rows, Guid? Next);

/// <summary>The roster, only for staff who take attendance.</summary>
internal sealed class MemberAdminQueries(CmsDbContext db)
{
    private const int PageSize = 50;

    /// <summary>
    /// Returns a page of the roster by name, filtered by part of a name in any script. Null when the actor may not see it or the cursor is
    /// invalid.
    /// </summary>
    /// <param name="name">Part of a name; spaces and case are ignored.</param>
    /// <param name="after">The last member of the previous page. An id, because a name must not be part of a URL.</param>
    public async Task<MemberPage?> ListAsync(Actor actor, string? name, Guid? after, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return null;
        }

        // Names are encrypted, so that the database can neither search nor sort them. All are decrypted, which takes milliseconds for
        // thousands, and the rows of the page are read by id.
        var names = await db.Set<Member>().AsNoTracking().Select(m => new { m.Id, m.RomanisedName, m.NativeName, m.Alias })
            .ToListAsync(cancellationToken);
        var filter = new NameFilter(name);
        var ids = names.Where(m => m.Id == after || filter.Fits(m.RomanisedName, m.NativeName, m.Alias))
            .OrderBy(m => m.RomanisedName, StringComparer.OrdinalIgnoreCase).ThenBy(m => m.Id).Select(m => m.Id).ToList();
        var from = after is { } last ? ids.IndexOf(last) + 1 : 0;
        if (after is not null && from == 0)
        {
            return null;
        }

        var wanted = ids.Skip(from).Take(PageSize).ToList();
        var found = await db.Set<Member>().AsNoTracking().Where(m => wanted.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
        var rows = wanted.Where(found.ContainsKey).Select(id => found[id])
            .Select(m => new MemberRow(m.Id, m.Name, m.Alias, m.Standing, m.HiddenEverywhere)).ToList();
        return new(rows, ids.Count > from + PageSize ? wanted[^1] : null);
    }

    /// <summary>Returns a roster entry; null when it does not exist or the actor may not see it.</summary>
    public async Task<OpenMember?> FindAsync(Actor actor, Guid memberId, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance)
        && await db.Set<Member>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == memberId, cancellationToken) is { } member
        ? OpenMember.Of(member)
        : null;

    /// <summary>
    /// Returns the account of a member and the accounts that could be linked; null when there is no such member or the actor may not see
    /// accounts.
    /// </summary>
    public async Task<LinkedMember?> LinkAsync(Actor actor, Guid memberId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts) || await db.Set<Member>().AsNoTracking()
            .SingleOrDefaultAsync(m => m.Id == memberId, cancellationToken) is not { } member)
        {
            return null;
        }

        var accounts = await db.Set<Account>().AsNoTracking()
            .Where(u => u.Id == member.AccountId || !db.Set<Member>().Any(m => m.AccountId == u.Id))
            .Select(u => new { u.Id, u.Name, u.Email }).ToListAsync(cancellationToken);
        return new(member.Id, member.Name, member.AccountId, member.Version,
            [.. accounts.OrderBy(a => a.Name, StringComparer.OrdinalIgnoreCase).ThenBy(a => a.Id)
            .Select(a => KeyValuePair.Create(a.Id, $"{a.Name} ({a.Email})"))]);
    }
}
