using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>Two roster entries that may be the same person.</summary>
internal sealed record LikelyDuplicate(MemberRow One, MemberRow Other);

/// <summary>The preview of a merge.</summary>
/// <param name="Kept">The entry that is kept, as it is now.</param>
/// <param name="Gone">The entry that is removed, as it is now.</param>
/// <param name="Result">The kept entry after the merge.</param>
/// <param name="Moved">The number of attendances that are moved.</param>
/// <param name="Combined">The number of events whose list has both entries.</param>
/// <param name="Error">The reason why a merge is refused, or null.</param>
internal sealed record MergePreview(OpenMember Kept, OpenMember Gone, OpenMember Result, int Moved, int Combined, Error? Error);

/// <summary>Finds roster entries that may be the same person, for staff who maintain the roster.</summary>
internal sealed class DuplicateMembers(CmsDbContext db)
{
    private const int Most = 50;

    /// <summary>
    /// Returns pairs with a name in common, in any script and order of its words; null when the actor may not see the roster.
    /// </summary>
    public async Task<IReadOnlyList<LikelyDuplicate>?> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return null;
        }

        var roster = await db.Set<Member>().AsNoTracking().ToListAsync(cancellationToken);
        return [.. KeysOf([.. roster.OrderBy(m => m.RomanisedName, StringComparer.OrdinalIgnoreCase).ThenBy(m => m.Id)])
            .SelectMany(PairsOf).DistinctBy(p => (p.One.Id, p.Other.Id)).Take(Most)
            .Select(p => new LikelyDuplicate(Line(p.One), Line(p.Other)))];
    }

    public async Task<IReadOnlyList<MemberRow>> OfAsync(Actor actor, Guid memberId, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance)
            ? [.. KeysOf(await db.Set<Member>().AsNoTracking().ToListAsync(cancellationToken)).Where(g => g.Any(m => m.Id == memberId))
            .SelectMany(g => g).Where(m => m.Id != memberId).DistinctBy(m => m.Id).Take(Most).Select(Line)]
            : [];

    /// <summary>Returns the preview of a merge; null when one of the entries does not exist.</summary>
    public async Task<MergePreview?> PreviewAsync(Actor actor, Guid keptId, Guid goneId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance)
            || await db.Set<Member>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == keptId, cancellationToken) is not { } kept
            || await db.Set<Member>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == goneId, cancellationToken) is not { } gone)
        {
            return null;
        }

        var combined = await db.Set<Attendance>().CountAsync(
            a => a.MemberId == goneId && db.Set<Attendance>().Any(b => b.MemberId == keptId && b.EventId == a.EventId), cancellationToken);
        var all = await db.Set<Attendance>().CountAsync(a => a.MemberId == goneId, cancellationToken);
        var result = MergedMember.Of(kept, gone);
        var shown = new OpenMember(
            kept.Id, result.RomanisedName, result.NativeName, result.NativeLanguage, result.Alias, result.Standing, result.Note,
            result.HiddenEverywhere, kept.Version)
        { Since = result.Since, Until = result.Until };
        return new(OpenMember.Of(kept), OpenMember.Of(gone), shown, all - combined, combined, MergedMember.Error(kept, gone));
    }

    private static IEnumerable<IGrouping<string, Member>> KeysOf(IReadOnlyList<Member> roster) => roster
        .SelectMany(m => KeysOf(m).Distinct(StringComparer.Ordinal).Select(key => (key, m)))
        .GroupBy(k => k.key, k => k.m, StringComparer.Ordinal).Where(g => g.Count() > 1);

    // Many Chinese names sound alike: how one sounds counts only for a person of whom no other romanised name is known.
    internal static IEnumerable<string> KeysOf(Member member) => NameSpellings.Keys(member.RomanisedName)
        .Concat(NameSpellings.Keys(member.NativeName).Take(member.RomanisedName.Length > 0 ? 1 : int.MaxValue));

    private static IEnumerable<(Member One, Member Other)> PairsOf(IEnumerable<Member> same)
    {
        var list = same.ToList();
        return list.Skip(1).Select(other => (list[0], other));
    }

    private static MemberRow Line(Member member) => new(member.Id, member.Name, member.Alias, member.Standing, member.HiddenEverywhere);
}

/// <summary>Computes the merge of two roster entries of one person.</summary>
internal static class MergedMember
{
    /// <summary>Returns the reason why two entries cannot be merged; null when they can.</summary>
    public static Error? Error(Member kept, Member gone) =>
        kept.Id == gone.Id ? MembersErrors.SamePerson

        // Security: an account stays linked to its entry; a merge gives no account access to another entry.
        : gone.AccountId is not null ? MembersErrors.OtherHasAccount
        : null;

    /// <summary>
    /// Returns the kept entry, with what it lacks taken from the other. The notes of both are joined; hidden stays hidden.
    /// </summary>
    public static SaveMember.Input Of(Member kept, Member gone) => new(
        kept.Id,
        First(kept.RomanisedName, gone.RomanisedName),
        First(kept.NativeName, gone.NativeName),
        kept.NativeName.Length > 0 || gone.NativeName.Length == 0 ? kept.NativeLanguage : gone.NativeLanguage,
        kept.IsAliasOwn ? kept.Alias : First(kept.Alias, gone.Alias),
        kept.Standing == Standing.Member ? kept.Standing : gone.Standing,
        Notes(kept.Note, gone.Note),
        kept.HiddenEverywhere || gone.HiddenEverywhere,
        kept.Version)
    {
        Since = Earlier(kept.Since, gone.Since),

        // A person who is still a member by either entry has not left.
        Until = kept.Until.IsUnknown || gone.Until.IsUnknown ? FuzzyDate.Unknown : kept.Until > gone.Until ? kept.Until : gone.Until,
    };

    private static string First(string one, string other) => one.Length > 0 ? one : other;

    private static FuzzyDate Earlier(FuzzyDate one, FuzzyDate other) =>
        one.IsUnknown ? other : other.IsUnknown || one < other ? one : other;

    private static string Notes(string one, string other)
    {
        var both = one.Contains(other, StringComparison.Ordinal) ? one : $"{one}\n{other}".Trim();
        return both.Length > SaveMember.MaxNote ? both[..SaveMember.MaxNote] : both;
    }
}
