using CoalitionCms.Domain;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.People;

/// <summary>A person who is on the site already.</summary>
/// <param name="EntryId">The entry to open.</param>
internal sealed record KnownPerson(Guid EntryId, string Title, string Language, FuzzyDate Born, IReadOnlyList<string> Names);

/// <summary>Why a row may be about somebody who is known already.</summary>
internal enum Likeness
{
    SameName,

    /// <summary>The same name, and another birth date.</summary>
    OtherBirth,

    /// <summary>The name is written in another script or order, and sounds the same.</summary>
    SoundsAlike,
}

/// <summary>A row that may be about somebody on the site, or in an earlier row.</summary>
/// <param name="Known">The person on the site; null for one of the file.</param>
/// <param name="Line">The earlier row; 0 for a person on the site.</param>
internal sealed record CaseDouble(CaseFileRow Row, KnownPerson? Known, int Line, Likeness Likeness);

/// <summary>The effect of importing a file of cases, shown before anything is saved.</summary>
/// <param name="New">Rows about people who are on the site in no spelling.</param>
/// <param name="Doubles">Rows that are left out unless somebody says that it is another person.</param>
/// <param name="Signature">Identifies exactly this effect.</param>
internal sealed record CasePlan(
    IReadOnlyList<CaseFileRow> New, IReadOnlyList<CaseDouble> Doubles, IReadOnlyList<FileProblem> Problems, string Signature)
{
    /// <summary>The number of cases that one save makes; the next save of the same file makes the next.</summary>
    public const int MostAtOnce = 1_000;

    public static CasePlan Of(CaseFile file, IEnumerable<KnownPerson> known)
    {
        var people = new Index();
        foreach (var person in known)
        {
            people.Add(Other.Of(person, 0, person.Born, person.Names));
        }

        var (fresh, doubles) = (new List<CaseFileRow>(), new List<CaseDouble>());
        foreach (var row in file.Rows)
        {
            var one = Other.Of(null, row.Number, row.Facts.Born, [.. row.Facts.Names.Select(n => n.Text)]);
            if (people.Find(one) is { } found)
            {
                doubles.Add(new(row, found.Other.Known, found.Other.Line, found.Likeness));
            }
            else
            {
                fresh.Add(row);
            }

            people.Add(one);
        }

        return new(fresh, doubles, [.. file.Problems.OrderBy(p => p.Line)], ContentHash.Of(
            [.. fresh.Select(r => $"{r.Number} {r.Text} {Content.FactsJson.Write(r.Facts)}"),
            .. doubles.Select(d => $"{d.Row.Number} {d.Row.Text} {Content.FactsJson.Write(d.Row.Facts)} {d.Known?.EntryId} {d.Line}")]));
    }

    /// <summary>The rows to save next: the new ones and those said to be other people.</summary>
    public IReadOnlyList<CaseFileRow> Chosen(IReadOnlyCollection<int> others) =>
        [.. New.Concat(Doubles.Select(d => d.Row).Where(r => others.Contains(r.Number))).OrderBy(r => r.Number)];

    /// <param name="Keys">The names in all spellings by which they are compared.</param>
    /// <param name="Written">The names as they are written, but for what search folds.</param>
    /// <param name="Native">Those of them that are written in Chinese, Japanese or Korean characters.</param>
    private sealed record Other(KnownPerson? Known, int Line, FuzzyDate Born, HashSet<string> Keys, HashSet<string> Written,
        HashSet<string> Native)
    {
        public static Other Of(KnownPerson? known, int line, FuzzyDate born, IReadOnlyList<string> names) => new(known, line, born,
            Set(names.SelectMany(NameSpellings.Keys)), Set(names.Select(AsWritten)), Set(names.Where(IsNative).Select(AsWritten)));

        private static HashSet<string> Set(IEnumerable<string> keys) => keys.ToHashSet(StringComparer.Ordinal);

        private static string AsWritten(string name) => NameSpellings.Keys(name).FirstOrDefault() ?? "";

        private static bool IsNative(string name) => name.Any(c => WritingSystems.IsEastAsian(WritingSystems.Of(c)));
    }

    /// <summary>Finds people by any of their names in any spelling; the fold is that of search, so that 劉霞 finds 刘霞.</summary>
    private sealed class Index
    {
        /// <summary>Enough to say that somebody has the name; a file may have the same one in each row.</summary>
        private const int MostOfOneName = 50;

        private readonly Dictionary<string, List<Other>> byKey = new(StringComparer.Ordinal);

        public void Add(Other other)
        {
            foreach (var key in other.Keys)
            {
                if (!byKey.TryGetValue(key, out var list))
                {
                    byKey[key] = list = [];
                }

                if (list.Count < MostOfOneName)
                {
                    list.Add(other);
                }
            }
        }

        public (Other Other, Likeness Likeness)? Find(Other one) =>
            one.Keys.SelectMany(k => byKey.GetValueOrDefault(k, [])).Distinct(ReferenceEqualityComparer.Instance).Cast<Other>()
                .Select(o => (Other: o, Likeness: LikenessOf(one, o)))
                .Where(f => f.Likeness is not null).Select(f => ((Other, Likeness)?)(f.Other, f.Likeness!.Value))
                .MinBy(f => f!.Value.Item2 switch { Likeness.SameName => 0, Likeness.OtherBirth => 1, _ => 2 });

        // Two people whose names are written with other characters only sound alike.
        private static Likeness? LikenessOf(Other one, Other other) =>
            one.Native.Count > 0 && other.Native.Count > 0 && !one.Native.Overlaps(other.Native) ? null
                : !other.Born.IsUnknown && !one.Born.IsUnknown && !other.Born.Overlaps(one.Born) ? Likeness.OtherBirth
                : other.Written.Overlaps(one.Written) ? Likeness.SameName : Likeness.SoundsAlike;
    }
}
