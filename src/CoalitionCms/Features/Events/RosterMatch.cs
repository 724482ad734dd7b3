using System.Globalization;
using System.Text;

namespace CoalitionCms.Features.Events;

/// <summary>A line of the roster, as far as names are compared.</summary>
public sealed record RosterName(Guid MemberId, string Romanised, string Native);

/// <summary>What a typed name was taken for.</summary>
/// <param name="Member">The member that it must be; null when nobody or not certain.</param>
/// <param name="Candidates">The members that it may be, when not certain.</param>
public sealed record UnderstoodName(TypedName Name, RosterName? Member, IReadOnlyList<RosterName> Candidates)
{
    /// <summary>True for somebody who is on no roster yet.</summary>
    public bool IsNew => Member is null && Candidates.Count == 0;
}

/// <summary>
/// Finds typed names on the roster. It never guesses: whatever is not one certain member is left to the person who records.
/// Made once for a roster; a name is then found in about the same time however long the roster is.
/// </summary>
public sealed class RosterMatch
{
    private readonly ILookup<string, Folded> byRomanised;
    private readonly ILookup<string, Folded> byWords;
    private readonly ILookup<string, Folded> byNative;

    public RosterMatch(IEnumerable<RosterName> roster)
    {
        var folded = roster.Select((line, order) => new Folded(line, order, Fold(line.Romanised), Words(line.Romanised), Fold(line.Native)))
            .ToList();
        byRomanised = folded.ToLookup(f => f.Romanised, StringComparer.Ordinal);
        byWords = folded.ToLookup(f => f.Words, StringComparer.Ordinal);
        byNative = folded.ToLookup(f => f.Native, StringComparer.Ordinal);
    }

    public static IReadOnlyList<UnderstoodName> Of(IEnumerable<TypedName> names, IEnumerable<RosterName> roster)
    {
        var match = new RosterMatch(roster);
        return [.. names.Select(match.Understand)];
    }

    /// <summary>What a name is taken for. Near is who agrees in one script, or has the
    /// same words in another order ("Park Geun Chan").</summary>
    public UnderstoodName Understand(TypedName name)
    {
        var typed = new Folded(null!, 0, Fold(name.Romanised), Words(name.Romanised), Fold(name.Native));
        var near = With(byNative, typed.Native).Concat(With(byRomanised, typed.Romanised)).Concat(With(byWords, typed.Words)).Distinct()
            .OrderBy(f => f.Order).ToList();
        var certain = near.Where(r => IsCertain(r, typed)).ToList();
        return certain.Count == 1 && near.Count == 1
            ? new(name, certain[0].Line, [])
            : new(name, null, [.. near.OrderByDescending(certain.Contains).Select(r => r.Line)]);
    }

    private static IEnumerable<Folded> With(ILookup<string, Folded> lookup, string key) => key.Length > 0 ? lookup[key] : [];

    /// <summary>Everything that both sides have agrees.</summary>
    private static bool IsCertain(Folded line, Folded typed) =>
        (Agree(line.Native, typed.Native) || line.Native.Length == 0 || typed.Native.Length == 0)
        && (Agree(line.Romanised, typed.Romanised) || line.Romanised.Length == 0 || typed.Romanised.Length == 0);

    private static bool Agree(string one, string other) => one.Length > 0 && string.Equals(one, other, StringComparison.Ordinal);

    /// <summary>Without case, accents, spaces and hyphens: "Jin Hai", "JIN HAI" and "Jīn-hǎi" are one spelling.</summary>
    internal static string Fold(string text) => string.Concat(text.Normalize(NormalizationForm.FormKD)
        .Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();

    private static string Words(string text) =>
        string.Join(' ', text.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(Fold).Order(StringComparer.Ordinal));

    private sealed record Folded(RosterName Line, int Order, string Romanised, string Words, string Native);
}
