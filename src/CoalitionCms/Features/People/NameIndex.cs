using System.Globalization;
using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>By what the name index is sorted; each order shows the names that are written in its script.</summary>
internal enum NameIndexOrder
{
    Letter,

    Pinyin,

    Strokes,

    Jamo,

    Script,
}

/// <summary>A name in the index.</summary>
/// <param name="Group">The heading under which it stands: a letter, a number of strokes.</param>
/// <param name="Others">The person's other names.</param>
internal sealed record IndexedName(string Group, string Name, string Language, IReadOnlyList<(string Text, string Language)> Others,
    string Path);

/// <summary>One part of the index: the groups that exist, and the names of one of them.</summary>
/// <param name="Group">The group; null for all of them, which a short index shows at once.</param>
internal sealed record NameIndexPart(IReadOnlyList<string> Groups, string? Group, IReadOnlyList<IndexedName> Names);

/// <summary>The index of all public names in an order, which is found without search.</summary>
internal sealed class IndexedNames
{
    /// <summary>An index of this many names fits one page.</summary>
    private const int MostTogether = 150;

    private readonly IReadOnlyList<PlacedName> sorted;
    private readonly ILookup<string, IndexedName> byGroup;

    private IndexedNames(IReadOnlyList<PlacedName> sorted) =>
        (this.sorted, byGroup) = (sorted, sorted.ToLookup(n => n.Name.Group, n => n.Name));

    public static Derived<ListedPerson, IndexedNames> Of(NameIndexOrder order, StringComparer culture)
    {
        var comparer = Comparer<PlacedName>.Create((a, b) => Compare(a, b, culture));
        return new(
            people => new([.. people.SelectMany(p => NamesOf(p, order)).Order(comparer)]),
            (before, gone, come) => new(
                Derived.Changed(before.sorted, gone, come.SelectMany(p => NamesOf(p, order)), n => n.Person, comparer)));
    }

    /// <summary>The names of a group; without one those of all, or of the first in a long index. Null for an unknown group.</summary>
    public NameIndexPart? Part(string? group)
    {
        var groups = byGroup.Select(g => g.Key).ToList();
        if (group is null && sorted.Count <= MostTogether)
        {
            return new(groups, null, [.. sorted.Select(n => n.Name)]);
        }

        return group is null ? new(groups, groups[0], [.. byGroup[groups[0]]])
            : byGroup.Contains(group) ? new(groups, group, [.. byGroup[group]])
            : null;
    }

    private static IEnumerable<PlacedName> NamesOf(ListedPerson person, NameIndexOrder order) =>
        from name in person.Case.Facts.Names
        let place = NamePlace.Of(name, order)
        where place is not null
        select new PlacedName(person, place, new(place.Group, name.Text, name.Language,
            [.. person.Case.Facts.Names.Where(o => o.Text != name.Text).Select(o => (o.Text, o.Language))], person.Path));

    private static int Compare(PlacedName a, PlacedName b, StringComparer culture)
    {
        var result = a.Place.Rank.CompareTo(b.Place.Rank);
        foreach (var (one, other) in new[] { (a.Place.Group, b.Place.Group), (a.Place.Key, b.Place.Key), (a.Name.Name, b.Name.Name) })
        {
            result = result != 0 ? result : culture.Compare(one, other);
        }

        return result != 0 ? result : string.CompareOrdinal(a.Name.Path, b.Name.Path);
    }

    private sealed record PlacedName(ListedPerson Person, NamePlace Place, IndexedName Name);
}

/// <summary>Where a name stands in an order.</summary>
/// <param name="Rank">Sorts the groups before their name does.</param>
internal sealed record NamePlace(int Rank, string Group, string Key)
{
    // The usual reading of these family names is not that of the character.
    private static readonly Dictionary<string, string> FamilyReadings = new(StringComparer.Ordinal)
    {
        ["曾"] = "zeng",
        ["单"] = "shan",
        ["朴"] = "piao",
        ["覃"] = "qin",
        ["翟"] = "zhai",
        ["仇"] = "qiu",
        ["解"] = "xie",
        ["区"] = "ou",
        ["查"] = "zha",
        ["任"] = "ren",
        ["尉迟"] = "yu chi",
        ["万俟"] = "mo qi",
        ["种"] = "chong",
        ["盖"] = "ge",
        ["乐"] = "yue",
        ["冼"] = "xian",
        ["员"] = "yun",
        ["缪"] = "miao",
        ["宓"] = "mi",
        ["洗"] = "xian",
        ["逄"] = "pang",
        ["华"] = "hua",
        ["繁"] = "po",
        ["么"] = "yao",
    };

    private const string InitialJamo = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ";

    /// <summary>The place; null when the name is not written in the script of the order.</summary>
    public static NamePlace? Of(PersonName name, NameIndexOrder order)
    {
        var key = name.SortKey;
        if (key.Length == 0 || !Rune.TryGetRuneAt(key, 0, out var first))
        {
            return null;
        }

        return (order, WritingSystems.Of(first)) switch
        {
            (NameIndexOrder.Letter, WritingSystem.Other) when IsLatin(first) => Latin(key),
            (NameIndexOrder.Pinyin, WritingSystem.Han) => Pinyin(key),
            (NameIndexOrder.Strokes, WritingSystem.Han) when HanTables.StrokesOf(key[0]) is > 0 and var strokes =>
                new(strokes, strokes.ToString(CultureInfo.InvariantCulture), Pinyin(key)?.Key ?? key),
            (NameIndexOrder.Jamo, WritingSystem.Hangul) when first.Value is >= 0xAC00 and <= 0xD7A3 =>
                new(0, InitialJamo[(first.Value - 0xAC00) / 588].ToString(), key),
            (NameIndexOrder.Script, WritingSystem.Other) when !IsLatin(first) => Letter(key),
            (NameIndexOrder.Script, WritingSystem.Arabic or WritingSystem.Kana) => Letter(key),
            _ => null,
        };
    }

    private static bool IsLatin(Rune rune) => rune.Value is < 0x0250 or (>= 0x1E00 and <= 0x1EFF);

    private static NamePlace Latin(string key)
    {
        var folded = string.Join(' ', SearchText.Tokens(key, withBoundaries: false).Select(t => t.Text));
        return new(0, folded.Length == 0 ? "#" : folded[..1].ToUpperInvariant(), folded);
    }

    private static NamePlace? Pinyin(string key)
    {
        var simple = HanTables.Simplify(key);
        var family = FamilyReadings.Keys.Where(f => simple.StartsWith(f, StringComparison.Ordinal)).MaxBy(f => f.Length);
        var readings = new List<string>();
        if (family is not null)
        {
            readings.Add(FamilyReadings[family]);
        }

        foreach (var character in simple.Skip(family?.Length ?? 0))
        {
            readings.Add(HanTables.ReadingsOf(character) is [var usual, ..] ? usual : character.ToString());
        }

        return char.IsAsciiLetter(readings[0][0]) ? new(0, readings[0][..1].ToUpperInvariant(), string.Join(' ', readings)) : null;
    }

    // Uyghur writes a vowel at the beginning with a hamza before it: both are the letter.
    private static NamePlace Letter(string key)
    {
        var length = StringInfo.GetNextTextElementLength(key);
        if (key[0] == '\u0626' && key.Length > length)
        {
            length += StringInfo.GetNextTextElementLength(key.AsSpan(length));
        }

        return new(0, key[..length], key);
    }
}
