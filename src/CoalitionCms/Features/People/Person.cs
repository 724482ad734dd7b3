using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.People;

/// <summary>The subject of a case: a prisoner of conscience. The facts live once, whatever the language.</summary>
public sealed class Person : Subject<PersonFacts>
{
    /// <summary>SHA-256 of the photo; empty for none.</summary>
    public string Photo { get; private set; } = "";

    /// <summary>Names in order.</summary>
    public List<PersonNameRow> Names { get; private set; } = [];

    /// <summary>Where the person stands.</summary>
    public CaseStatus Status { get; private set; }

    /// <summary>How sure that is.</summary>
    public Certainty Certainty { get; private set; }

    /// <summary>When the status was last checked.</summary>
    public FuzzyDate StatusAsOf { get; private set; } = FuzzyDate.Unknown;

    /// <summary>Birth.</summary>
    public FuzzyDate Born { get; private set; } = FuzzyDate.Unknown;

    /// <summary>Death.</summary>
    public FuzzyDate Died { get; private set; } = FuzzyDate.Unknown;

    /// <summary>Work.</summary>
    public LocalText Occupation { get; private set; } = LocalText.Empty;

    /// <summary>Region.</summary>
    public LocalText Region { get; private set; } = LocalText.Empty;

    /// <summary>Where held.</summary>
    public LocalText HeldAt { get; private set; } = LocalText.Empty;

    /// <summary>Sort of sentence.</summary>
    public SentenceKind SentenceKind { get; private set; }

    /// <summary>Years of a term.</summary>
    public int SentenceYears { get; private set; }

    /// <summary>Months of a term.</summary>
    public int SentenceMonths { get; private set; }

    /// <summary>Days of a term.</summary>
    public int SentenceDays { get; private set; }

    /// <summary>Charges.</summary>
    public List<ChargeRow> Charges { get; private set; } = [];

    /// <summary>Times in custody.</summary>
    public List<EpisodeRow> Episodes { get; private set; } = [];

    /// <summary>Steps of the case.</summary>
    public List<CaseEventRow> CaseEvents { get; private set; } = [];

    /// <inheritdoc />
    public override PersonFacts ToFacts() => new()
    {
        Names = [.. Names.OrderBy(n => n.Position).Select(n => new PersonName(n.Text, n.Language, n.Kind, n.IsPrimary))],
        Photo = Photo,
        Status = Status,
        Certainty = Certainty,
        StatusAsOf = StatusAsOf,
        Born = Born,
        Died = Died,
        Occupation = Occupation,
        Region = Region,
        HeldAt = HeldAt,
        Sentence = new(SentenceKind, SentenceYears, SentenceMonths, SentenceDays),
        Charges = [.. Charges.OrderBy(c => c.Position).Select(c => new Charge(c.Text, c.Original, c.OriginalLanguage, c.Law))],
        Episodes = [.. Episodes.OrderBy(e => e.Position).Select(e => new DetentionEpisode(e.Custody, e.From, e.Until, e.Ended))],
        CaseEvents = [.. CaseEvents.OrderBy(e => e.Position).Select(e => new CaseEvent(e.Date, e.Kind, e.Text, e.Sources))],
    };

    /// <inheritdoc />
    protected override void Take(PersonFacts facts)
    {
        (Status, Certainty, StatusAsOf, Born, Died) = (facts.Status, facts.Certainty, facts.StatusAsOf, facts.Born, facts.Died);
        Photo = facts.Photo;
        (Occupation, Region, HeldAt) = (facts.Occupation, facts.Region, facts.HeldAt);
        (SentenceKind, SentenceYears, SentenceMonths, SentenceDays) =
            (facts.Sentence.Kind, facts.Sentence.Years, facts.Sentence.Months, facts.Sentence.Days);
        Replace(Names, facts.Names.Select((n, i) => new PersonNameRow { Position = i, Text = n.Text, Language = n.Language, Kind = n.Kind, IsPrimary = n.IsPrimary }));
        Replace(Charges, facts.Charges.Select((c, i) => new ChargeRow { Position = i, Text = c.Text, Original = c.Original, OriginalLanguage = c.OriginalLanguage, Law = c.Law }));
        Replace(Episodes, facts.Episodes.Select((e, i) => new EpisodeRow { Position = i, Custody = e.Custody, From = e.From, Until = e.Until, Ended = e.Ended }));
        Replace(CaseEvents, facts.CaseEvents.Select((e, i) => new CaseEventRow { Position = i, Date = e.Date, Kind = e.Kind, Text = e.Text, Sources = e.Sources }));
    }

    private static void Replace<T>(List<T> rows, IEnumerable<T> wanted)
    {
        rows.Clear();
        rows.AddRange(wanted);
    }
}

#pragma warning disable CS1591 // Rows of a person: the same words as in PersonFacts.
public sealed class PersonNameRow
{
    public int Position { get; init; }

    public required string Text { get; init; }

    public required string Language { get; init; }

    public NameKind Kind { get; init; }

    public bool IsPrimary { get; init; }
}

public sealed class ChargeRow
{
    public int Position { get; init; }

    public LocalText Text { get; init; } = LocalText.Empty;

    public required string Original { get; init; }

    public required string OriginalLanguage { get; init; }

    public LocalText Law { get; init; } = LocalText.Empty;
}

public sealed class EpisodeRow
{
    public int Position { get; init; }

    public Custody Custody { get; init; }

    public FuzzyDate From { get; init; } = FuzzyDate.Unknown;

    public FuzzyDate Until { get; init; } = FuzzyDate.Unknown;

    public bool Ended { get; init; }
}

public sealed class CaseEventRow
{
    public int Position { get; init; }

    public FuzzyDate Date { get; init; } = FuzzyDate.Unknown;

    public CaseEventKind Kind { get; init; }

    public LocalText Text { get; init; } = LocalText.Empty;

    public IReadOnlyList<Source> Sources { get; init; } = [];
}
#pragma warning restore CS1591
