using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>All public cases, in memory, and what lists, pictures and numbers show of them.</summary>
internal sealed class PeopleIndex : IDisposable
{
    private readonly Dictionary<string, PeopleOfLanguage> languages;

    public PeopleIndex(CacheInvalidation invalidation)
    {
        // First, so that a change reaches them before the lists that are read from them.
        Cases = new(invalidation, EntryKind.Person);

        // A campaign is an option while one of its people is public, whatever is written about them.
        Campaigns = new(invalidation, CacheTag.List(EntryKind.Campaign), CacheTag.Rows(EntryKind.Person), CacheTag.Count(EntryKind.Person));
        languages = Language.All.ToDictionary(l => l.Code, l => new PeopleOfLanguage(l, invalidation));
    }

    public MemoizedItems<ListedCase> Cases { get; }

    public MemoizedQuery<string, IReadOnlyList<EntryRow>> Campaigns { get; }

    public Derived<ListedCase, IReadOnlyList<StatusTally>> Tallies { get; } = new(cases =>
        [.. cases.CountBy(c => c.Facts.Status).Select(c => new StatusTally(c.Key, c.Value)).OrderBy(t => StatusView.Gravity(t.Status))]);

    /// <summary>The years from the first custody that may have been to today.</summary>
    public Derived<ListedCase, int?> FirstYears { get; } = new(cases => cases.Min(c => c.FirstYear));

    /// <summary>How many people were held in each year.</summary>
    public Derived<ListedCase, YearsPicture?> Overviews { get; } = new(cases =>
        YearsPicture.Of(cases.Select(c => c.Years).OfType<YearsOfLife>(), cases.Select(c => c.Day.Year).FirstOrDefault()));

    /// <summary>The people held longest.</summary>
    public Derived<ListedCase, YearsTaken?> Taken { get; } = new(cases =>
        YearsTaken.Of(cases, cases.Select(c => c.Day).FirstOrDefault()));

    public PeopleOfLanguage In(Language language) => languages[language.Code];

    public void Dispose()
    {
        Cases.Dispose();
        Campaigns.Dispose();
        foreach (var people in languages.Values)
        {
            people.Listed.Dispose();
        }
    }
}

/// <summary>The people for readers of a language.</summary>
internal sealed class PeopleOfLanguage
{
    public PeopleOfLanguage(Language language, CacheInvalidation invalidation)
    {
        var culture = StringComparer.Create(language.Culture, ignoreCase: false);
        Listed = new(invalidation, EntryKind.Person);
        Orders = Enum.GetValues<PersonOrder>().ToDictionary(o => o, o => Derived.InOrder(Order(o, language)));
        Names = Enum.GetValues<NameIndexOrder>().ToDictionary(o => o, o => IndexedNames.Of(o, culture));
        Regions = RegionNames.Of(language);
        Issues = new(people => [.. people.SelectMany(p => p.Issues).GroupBy(i => i.Slug)
            .Select(g => new Issue(g.Key, g.Select(i => i.Word).Min(StringComparer.Ordinal)!)).OrderBy(i => i.Word, culture)]);
    }

    public MemoizedItems<ListedPerson> Listed { get; }

    public IReadOnlyDictionary<PersonOrder, Derived<ListedPerson, IReadOnlyList<ListedPerson>>> Orders { get; }

    public IReadOnlyDictionary<NameIndexOrder, Derived<ListedPerson, IndexedNames>> Names { get; }

    public Derived<ListedCase, NamedRegions> Regions { get; }

    public Derived<ListedPerson, IReadOnlyList<Issue>> Issues { get; }

    private static Comparer<ListedPerson> Order(PersonOrder order, Language language)
    {
        var names = new NameOrder(language, order);
        return Comparer<ListedPerson>.Create((a, b) => order switch
        {
            PersonOrder.Gravity => (Gravity(a), b.Case.Days, a.EntryId).CompareTo((Gravity(b), a.Case.Days, b.EntryId)),
            PersonOrder.Newest => (b.SortAt, b.EntryId).CompareTo((a.SortAt, a.EntryId)),
            _ => names.Compare(a.Name, b.Name) is not 0 and var result ? result : a.EntryId.CompareTo(b.EntryId),
        });
    }

    private static int Gravity(ListedPerson person) => StatusView.Gravity(person.Case.Facts.Status);
}
