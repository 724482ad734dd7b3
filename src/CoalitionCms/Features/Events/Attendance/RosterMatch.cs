using System.Globalization;
using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>The name of a roster entry, for comparison.</summary>
internal sealed record RosterName(Guid MemberId, string Romanised, string Native);

/// <summary>The match for a typed name.</summary>
/// <param name="Member">The member, if the match is certain; otherwise null.</param>
/// <param name="Candidates">The possible members, if the match is not certain.</param>
internal sealed record UnderstoodName(TypedName Name, RosterName? Member, IReadOnlyList<RosterName> Candidates)
{
    /// <summary>True for a person who is not on the roster yet.</summary>
    public bool IsNew => Member is null && Candidates.Count == 0;
}

/// <summary>
/// Matches typed names with the roster. It never guesses: anything but one certain match is left to the user. Built once for a roster; a
/// lookup then takes about the same time for any size of the roster.
/// </summary>
internal sealed class RosterMatch
{
    private readonly ILookup<string, Folded> byRomanised;
    private readonly ILookup<string, Folded> byWords;
    private readonly ILookup<string, Folded> byNative;
    private readonly ILookup<string, Folded> bySimplified;

    public RosterMatch(IEnumerable<RosterName> roster)
    {
        var folded = roster.Select((line, order) => new Folded(line, order, Fold(line.Romanised), Words(line.Romanised), Fold(line.Native)))
            .ToList();
        byRomanised = folded.ToLookup(f => f.Romanised, StringComparer.Ordinal);
        byWords = folded.ToLookup(f => f.Words, StringComparer.Ordinal);
        byNative = folded.ToLookup(f => f.Native, StringComparer.Ordinal);
        bySimplified = folded.ToLookup(f => f.Simplified, StringComparer.Ordinal);
    }

    public static IReadOnlyList<UnderstoodName> Of(IEnumerable<TypedName> names, IEnumerable<RosterName> roster)
    {
        var match = new RosterMatch(roster);
        return [.. names.Select(match.Understand)];
    }

    /// <summary>
    /// Returns the match for a name. Candidates are members who match in one script, have the same words in another order ("Park Geun
    /// Chan"), or the same characters in the other Chinese script: these may be two people.
    /// </summary>
    public UnderstoodName Understand(TypedName name)
    {
        var typed = new Folded(null!, 0, Fold(name.Romanised), Words(name.Romanised), Fold(name.Native));
        var near = With(byNative, typed.Native).Concat(With(byRomanised, typed.Romanised)).Concat(With(byWords, typed.Words))
            .Concat(With(bySimplified, typed.Simplified)).Distinct()
            .OrderBy(f => f.Order).ToList();
        var certain = near.Where(r => IsCertain(r, typed)).ToList();
        return certain.Count == 1 && near.Count == 1
            ? new(name, certain[0].Line, [])
            : new(name, null, [.. near.OrderByDescending(certain.Contains).Select(r => r.Line)]);
    }

    private static IEnumerable<Folded> With(ILookup<string, Folded> lookup, string key) => key.Length > 0 ? lookup[key] : [];

    /// <summary>True if everything that both sides have is equal.</summary>
    private static bool IsCertain(Folded line, Folded typed) =>
        (Agree(line.Native, typed.Native) || line.Native.Length == 0 || typed.Native.Length == 0)
        && (Agree(line.Romanised, typed.Romanised) || line.Romanised.Length == 0 || typed.Romanised.Length == 0);

    private static bool Agree(string one, string other) => one.Length > 0 && string.Equals(one, other, StringComparison.Ordinal);

    /// <summary>Removes case, accents, spaces and hyphens: "Jin Hai", "JIN HAI" and "Jīn-hǎi" are equal.</summary>
    internal static string Fold(string text) => string.Concat(text.Normalize(NormalizationForm.FormKD)
        .Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();

    private static string Words(string text) =>
        string.Join(' ', text.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(Fold).Order(StringComparer.Ordinal));

    private sealed record Folded(RosterName Line, int Order, string Romanised, string Words, string Native)
    {
        public string Simplified { get; } = HanTables.Simplify(Native);
    }
}
