using CoalitionCms.Features.Members;
using System.Globalization;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>Two lines of the roster that may be one person.</summary>
public sealed record LikelyDuplicate(MemberRow One, MemberRow Other);

/// <summary>What a merge would come to.</summary>
/// <param name="Kept">The line that stays, as it is.</param>
/// <param name="Gone">The line that goes, as it is.</param>
/// <param name="Result">The line that stays, as it will be.</param>
/// <param name="Moved">Attendances that come over.</param>
/// <param name="Combined">Events where both are on the list.</param>
/// <param name="Error">What stands in the way, if anything does.</param>
public sealed record MergePreview(OpenMember Kept, OpenMember Gone, OpenMember Result, int Moved, int Combined, Error? Error);

/// <summary>Finds lines of the roster that may be one person, for those who keep it.</summary>
public sealed class DuplicateMembers(CmsDbContext db)
{
    private const int Most = 50;

    /// <summary>
    /// Pairs that agree in one script, or in the same words in another order; null when the actor may not see the roster.
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

    /// <summary>What a merge would come to; null when one of them is not there.</summary>
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
        .SelectMany(m => new[] { Fold(m.NativeName), Words(m.RomanisedName) }.Where(k => k.Length > 0).Distinct(StringComparer.Ordinal)
        .Select(key => (key, m)))
        .GroupBy(k => k.key, k => k.m, StringComparer.Ordinal).Where(g => g.Count() > 1);

    private static IEnumerable<(Member One, Member Other)> PairsOf(IEnumerable<Member> same)
    {
        var list = same.ToList();
        return list.Skip(1).Select(other => (list[0], other));
    }

    private static MemberRow Line(Member member) => new(member.Id, member.Name, member.Alias, member.Standing, member.HiddenEverywhere);

    private static string Words(string text) =>
        string.Concat(text.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(Fold).Order(StringComparer.Ordinal));

    private static string Fold(string text) => string.Concat(text.Normalize(NormalizationForm.FormKD)
        .Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();
}

/// <summary>What comes of two lines of the roster that are one person.</summary>
internal static class MergedMember
{
    /// <summary>Why two lines cannot become one; null when they can.</summary>
    public static Error? Error(Member kept, Member gone) =>
        kept.Id == gone.Id ? MembersErrors.SamePerson

        // Security: a login follows its line; whoever merges gives nobody's login another line to look at.
        : gone.AccountId is not null ? MembersErrors.OtherHasAccount
        : null;

    /// <summary>
    /// The line that stays, with what it lacks taken from the other. Notes of both stand below each other; hidden stays hidden.
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

        // Who still belongs by one line has not left.
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
