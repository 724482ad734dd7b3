using System.Globalization;
using System.Text;

namespace CoalitionCms.Features.Events;

/// <summary>A line of the roster, as far as names are compared.</summary>
public sealed record RosterName(Guid MemberId, string Romanised, string Native);

/// <summary>What a typed name was taken for.</summary>
/// <param name="Name">The name as read.</param>
/// <param name="Member">The member that it must be; null when nobody or not certain.</param>
/// <param name="Candidates">The members that it may be, when not certain.</param>
public sealed record UnderstoodName(TypedName Name, RosterName? Member, IReadOnlyList<RosterName> Candidates)
{
    /// <summary>True for somebody who is on no roster yet.</summary>
    public bool IsNew => Member is null && Candidates.Count == 0;
}

/// <summary>Finds typed names on the roster. It never guesses: whatever is not one certain member is left to the person who records.</summary>
public static class RosterMatch
{
    /// <summary>What each name is taken for.</summary>
    public static IReadOnlyList<UnderstoodName> Of(IEnumerable<TypedName> names, IReadOnlyCollection<RosterName> roster)
    {
        var folded = roster.Select(r => new Folded(r, Fold(r.Romanised), Words(r.Romanised), Fold(r.Native))).ToList();
        return [.. names.Select(name => Understand(name, folded))];
    }

    private static UnderstoodName Understand(TypedName name, List<Folded> roster)
    {
        var typed = new Folded(null!, Fold(name.Romanised), Words(name.Romanised), Fold(name.Native));
        var near = roster.Where(r => IsNear(r, typed)).ToList();
        var certain = near.Where(r => IsCertain(r, typed)).ToList();
        return certain.Count == 1 && near.Count == 1
            ? new(name, certain[0].Line, [])
            : new(name, null, [.. near.OrderByDescending(certain.Contains).Select(r => r.Line)]);
    }

    /// <summary>One script agrees, or the same words stand in another order ("Park Geun Chan").</summary>
    private static bool IsNear(Folded line, Folded typed) =>
        Agree(line.Native, typed.Native) || Agree(line.Romanised, typed.Romanised) || Agree(line.Words, typed.Words);

    /// <summary>Everything that both sides have agrees.</summary>
    private static bool IsCertain(Folded line, Folded typed) =>
        (Agree(line.Native, typed.Native) || line.Native.Length == 0 || typed.Native.Length == 0)
        && (Agree(line.Romanised, typed.Romanised) || line.Romanised.Length == 0 || typed.Romanised.Length == 0);

    private static bool Agree(string one, string other) => one.Length > 0 && string.Equals(one, other, StringComparison.Ordinal);

    /// <summary>Without case, accents, spaces and hyphens: "Jin Hai", "JIN HAI" and "Jīn-hǎi" are one spelling.</summary>
    private static string Fold(string text) => string.Concat(text.Normalize(NormalizationForm.FormKD)
        .Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();

    private static string Words(string text) => string.Join(' ', text.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(Fold).Order(StringComparer.Ordinal));

    private sealed record Folded(RosterName Line, string Romanised, string Words, string Native);
}
