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
            people.Add(person.Names, new(person, 0, person.Born, person.Names));
        }

        var (fresh, doubles) = (new List<CaseFileRow>(), new List<CaseDouble>());
        foreach (var row in file.Rows)
        {
            List<string> names = [.. row.Facts.Names.Select(n => n.Text)];
            if (people.Find(names, row.Facts) is { } found)
            {
                doubles.Add(new(row, found.Other.Known, found.Other.Line, found.Likeness));
            }
            else
            {
                fresh.Add(row);
            }

            people.Add(names, new(null, row.Number, row.Facts.Born, names));
        }

        return new(fresh, doubles, [.. file.Problems.OrderBy(p => p.Line)], ContentHash.Of(
            [.. fresh.Select(r => $"{r.Number} {r.Text} {Content.FactsJson.Write(r.Facts)}"),
            .. doubles.Select(d => $"{d.Row.Number} {d.Row.Text} {Content.FactsJson.Write(d.Row.Facts)} {d.Known?.EntryId} {d.Line}")]));
    }

    /// <summary>The rows to save next: the new ones and those said to be other people.</summary>
    public IReadOnlyList<CaseFileRow> Chosen(IReadOnlyCollection<int> others) =>
        [.. New.Concat(Doubles.Select(d => d.Row).Where(r => others.Contains(r.Number))).OrderBy(r => r.Number)];

    private sealed record Other(KnownPerson? Known, int Line, FuzzyDate Born, IReadOnlyList<string> Names);

    /// <summary>Finds people by any of their names in any spelling; the fold is that of search, so that 劉霞 finds 刘霞.</summary>
    private sealed class Index
    {
        private readonly Dictionary<string, List<Other>> byKey = new(StringComparer.Ordinal);

        public void Add(IReadOnlyList<string> names, Other other)
        {
            foreach (var key in names.SelectMany(NameSpellings.Keys).Distinct(StringComparer.Ordinal))
            {
                if (!byKey.TryGetValue(key, out var list))
                {
                    byKey[key] = list = [];
                }

                list.Add(other);
            }
        }

        public (Other Other, Likeness Likeness)? Find(IReadOnlyList<string> names, PersonFacts facts)
        {
            var near = names.SelectMany(NameSpellings.Keys).Distinct(StringComparer.Ordinal)
                .SelectMany(k => byKey.GetValueOrDefault(k, [])).Distinct().ToList();
            var written = names.Select(Written).ToHashSet(StringComparer.Ordinal);
            var native = NativeOf(names);
            return near.Select(o => (Other: o, Likeness: LikenessOf(o)))
                .Where(f => f.Likeness is not null).Select(f => ((Other, Likeness)?)(f.Other, f.Likeness!.Value))
                .MinBy(f => f!.Value.Item2 switch { Likeness.SameName => 0, Likeness.OtherBirth => 1, _ => 2 });

            Likeness? LikenessOf(Other other)
            {
                var otherNative = NativeOf(other.Names);

                // Two people whose names are written with other characters only sound alike.
                if (native.Count > 0 && otherNative.Count > 0 && !native.Overlaps(otherNative))
                {
                    return null;
                }

                return !other.Born.IsUnknown && !facts.Born.IsUnknown && !other.Born.Overlaps(facts.Born) ? Likeness.OtherBirth
                    : other.Names.Any(n => written.Contains(Written(n))) ? Likeness.SameName : Likeness.SoundsAlike;
            }
        }

        private static string Written(string name) => NameSpellings.Keys(name).FirstOrDefault() ?? "";

        private static HashSet<string> NativeOf(IReadOnlyList<string> names) =>
            names.Where(n => n.Any(c => WritingSystems.IsEastAsian(WritingSystems.Of(c)))).Select(Written)
            .ToHashSet(StringComparer.Ordinal);
    }
}
