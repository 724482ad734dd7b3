using CoalitionCms.Data;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Members;

/// <summary>Somebody in the list of the roster.</summary>
public sealed record MemberLine(Guid MemberId, DisplayName Name, string Alias, Standing Standing, bool HiddenEverywhere);

/// <summary>Somebody of the roster as the form opens them.</summary>
public sealed record OpenMember(
    Guid MemberId, string RomanisedName, string NativeName, string NativeLanguage, string Alias, Standing Standing, string Note, bool HiddenEverywhere, long Version)
{
    /// <summary>The name in both scripts.</summary>
    public DisplayName Name => DisplayName.Of(RomanisedName, NativeName, NativeLanguage);
}

/// <summary>Which account is a member's.</summary>
/// <param name="MemberId">The member.</param>
/// <param name="Name">The member's name.</param>
/// <param name="AccountId">The account, or null.</param>
/// <param name="Version">Version of the member.</param>
/// <param name="Accounts">The member's account and those that are nobody's: id and name with e-mail.</param>
public sealed record LinkedMember(Guid MemberId, DisplayName Name, Guid? AccountId, long Version, IReadOnlyList<KeyValuePair<Guid, string>> Accounts);

/// <summary>A page of the roster.</summary>
/// <param name="Lines">At most fifty.</param>
/// <param name="Next">The member after whom the next page begins, or null.</param>
public sealed record MemberPage(IReadOnlyList<MemberLine> Lines, Guid? Next);

/// <summary>The roster for those who take attendance, and for nobody else.</summary>
public sealed class MemberDesk(CmsDbContext db)
{
    private const int PageSize = 50;

    /// <summary>A page of the roster by name, filtered by part of a name in any script. Null when the actor may not see it or the cursor leads nowhere.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="name">Part of a name; spaces and case do not matter.</param>
    /// <param name="after">The member that the page before ended with. A name has no place in an address.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<MemberPage?> ListAsync(Actor actor, string? name, Guid? after, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return null;
        }

        var members = Named(db.Members.AsNoTracking(), name);
        if (after is { } id)
        {
            if (await db.Members.Where(m => m.Id == id).Select(m => m.RomanisedName).SingleOrDefaultAsync(cancellationToken) is not { } last)
            {
                return null;
            }

#pragma warning disable CA1309, CA1310 // The database compares, by the order in which it sorts.
            members = members.Where(m => string.Compare(m.RomanisedName, last) > 0 || (m.RomanisedName == last && m.Id.CompareTo(id) > 0));
#pragma warning restore CA1309, CA1310
        }

        var found = await members.OrderBy(m => m.RomanisedName).ThenBy(m => m.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
        var lines = found.Take(PageSize).Select(m => new MemberLine(m.Id, m.Name, m.Alias, m.Standing, m.HiddenEverywhere)).ToList();
        return new(lines, found.Count > PageSize ? lines[^1].MemberId : null);
    }

    /// <summary>Somebody of the roster; null when there is nobody or the actor may not see it.</summary>
    public async Task<OpenMember?> FindAsync(Actor actor, Guid memberId, CancellationToken cancellationToken) => actor.May(Permission.TakeAttendance)
        ? await db.Members.AsNoTracking().Where(m => m.Id == memberId)
            .Select(m => new OpenMember(m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, m.Standing, m.Note, m.HiddenEverywhere, m.Version))
            .SingleOrDefaultAsync(cancellationToken)
        : null;

    /// <summary>Which account is a member's, and which could be; null when there is no such member or the actor may not see accounts.</summary>
    public async Task<LinkedMember?> LinkAsync(Actor actor, Guid memberId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts) || await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == memberId, cancellationToken) is not { } member)
        {
            return null;
        }

        var accounts = await db.Users.AsNoTracking().Where(u => u.Id == member.AccountId || !db.Members.Any(m => m.AccountId == u.Id))
            .OrderBy(u => u.Name).ThenBy(u => u.Id).Take(1_000).Select(u => new { u.Id, u.Name, u.Email }).ToListAsync(cancellationToken);
        return new(member.Id, member.Name, member.AccountId, member.Version, [.. accounts.Select(a => KeyValuePair.Create(a.Id, $"{a.Name} ({a.Email})"))]);
    }

    private static IQueryable<Member> Named(IQueryable<Member> members, string? name)
    {
        var part = CleanText.Line(name).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        if (part.Length == 0)
        {
            return members;
        }

        var pattern = "%" + part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
#pragma warning disable CA1304, CA1307, CA1311 // The database lowers the name and drops the spaces, not this machine's culture.
        return members.Where(m => EF.Functions.Like(m.RomanisedName.Replace(" ", "").ToLower(), pattern, "\\")
            || EF.Functions.Like(m.NativeName.Replace(" ", "").ToLower(), pattern, "\\")
            || EF.Functions.Like(m.Alias.Replace(" ", "").ToLower(), pattern, "\\"));
#pragma warning restore CA1304, CA1307, CA1311
    }
}
