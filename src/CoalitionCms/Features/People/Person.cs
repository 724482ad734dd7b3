using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>The subject of a case: a prisoner of conscience. The facts are stored once for all languages.</summary>
internal sealed class Person : ItemRow
{
    /// <summary>SHA-256 of the photo; empty for none.</summary>
    public string Photo { get; private set; } = "";

    public List<PersonNameRow> Names { get; private set; } = [];
    public CaseStatus Status { get; private set; }
    public Certainty Certainty { get; private set; }
    public FuzzyDate StatusAsOf { get; private set; } = FuzzyDate.Unknown;
    public FuzzyDate Born { get; private set; } = FuzzyDate.Unknown;
    public FuzzyDate Died { get; private set; } = FuzzyDate.Unknown;
    public LocalText Occupation { get; private set; } = LocalText.Empty;
    public LocalText Region { get; private set; } = LocalText.Empty;
    public LocalText HeldAt { get; private set; } = LocalText.Empty;
    public SentenceKind SentenceKind { get; private set; }
    public int SentenceYears { get; private set; }
    public int SentenceMonths { get; private set; }

    /// <summary>Days of a term.</summary>
    public int SentenceDays { get; private set; }

    public List<ChargeRow> Charges { get; private set; } = [];
    public List<EpisodeRow> Episodes { get; private set; } = [];
    public List<CaseEventRow> CaseEvents { get; private set; } = [];

    /// <summary>Name of the place of detention in the original language; empty for none.</summary>
    public string HeldAtOriginal { get; private set; } = "";

    public string HeldAtOriginalLanguage { get; private set; } = "";
    public LocalText HeldIn { get; private set; } = LocalText.Empty;
    public string HeldInOriginal { get; private set; } = "";
    public string HeldInOriginalLanguage { get; private set; } = "";
    public FuzzyDate OfficialEnd { get; private set; } = FuzzyDate.Unknown;
    public FuzzyDate ExpectedRelease { get; private set; } = FuzzyDate.Unknown;
    public FuzzyDate ActualRelease { get; private set; } = FuzzyDate.Unknown;

    /// <summary>Notes on health, family and lawyer.</summary>
    public CaseNotes Notes { get; private set; } = CaseNotes.None;

    /// <summary>Sources of single facts, or null.</summary>
    public FactSources? Sources { get; private set; }

    /// <summary>Corrections, letters, and answers for the United Nations.</summary>
    public CaseExtras Extras { get; private set; } = CaseExtras.None;

    /// <summary>The day of the last review of the case; <see cref="Never"/> sorts first.</summary>
    public DateOnly VerifiedOn { get; private set; } = Never;

    // Not DateOnly.MinValue, which PostgreSQL treats as infinity.
    /// <summary>Marks a case that has never been reviewed.</summary>
    public static DateOnly Never { get; } = new(1000, 1, 1);

    public PersonFacts ToFacts() => new()
    {
        Names = [.. Names.OrderBy(n => n.Position).Select(n => n.ToFact())],
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
        Charges =
        [.. Charges.OrderBy(c => c.Position)
        .Select(c => new Charge(c.Text, c.Original, c.OriginalLanguage, c.Law) { History = c.History, Sources = c.Sources })],
        Episodes =
        [.. Episodes.OrderBy(e => e.Position)
        .Select(e => new DetentionEpisode(e.Custody, e.From, e.Until, e.Ended) { Sources = e.Sources })],
        CaseEvents = [.. CaseEvents.OrderBy(e => e.Position).Select(e => new CaseEvent(e.Date, e.Kind, e.Text, e.Sources))],
        HeldAtOriginal = HeldAtOriginal.Length > 0 ? new(HeldAtOriginal, HeldAtOriginalLanguage) : null,
        HeldIn = HeldIn,
        HeldInOriginal = HeldInOriginal.Length > 0 ? new(HeldInOriginal, HeldInOriginalLanguage) : null,
        OfficialEnd = OfficialEnd,
        ExpectedRelease = ExpectedRelease,
        ActualRelease = ActualRelease,
        Health = Notes.Health,
        Family = Notes.Family,
        Lawyer = Notes.Lawyer,
        Sources = Sources,
        VerifiedOn = VerifiedOn == Never ? null : VerifiedOn,
        Corrections = Extras.Corrections,
        Mail = Extras.Mail,
        Un = Extras.Un,
    };

    public override string ToJson() => FactsJson.Write(ToFacts());

    protected override void Take(string json)
    {
        var facts = FactsJson.Read<PersonFacts>(json);
        (Status, Certainty, StatusAsOf, Born, Died) = (facts.Status, facts.Certainty, facts.StatusAsOf, facts.Born, facts.Died);
        Photo = facts.Photo;
        (Occupation, Region, HeldAt) = (facts.Occupation, facts.Region, facts.HeldAt);
        (SentenceKind, SentenceYears, SentenceMonths, SentenceDays) =
            (facts.Sentence.Kind, facts.Sentence.Years, facts.Sentence.Months, facts.Sentence.Days);
        (HeldAtOriginal, HeldAtOriginalLanguage) = (facts.HeldAtOriginal?.Text ?? "", facts.HeldAtOriginal?.Language ?? "");
        (HeldInOriginal, HeldInOriginalLanguage) = (facts.HeldInOriginal?.Text ?? "", facts.HeldInOriginal?.Language ?? "");
        (HeldIn, OfficialEnd, ExpectedRelease, ActualRelease) =
            (facts.HeldIn, facts.OfficialEnd, facts.ExpectedRelease, facts.ActualRelease);
        (Notes, Sources, VerifiedOn) = (new(facts.Health, facts.Family, facts.Lawyer), facts.Sources, facts.VerifiedOn ?? Never);
        Extras = new(facts.Corrections, facts.Mail, facts.Un);
        Replace(Names, facts.Names.Select((n, i) =>
            new PersonNameRow
            {
                Position = i,
                Text = n.Text,
                Language = n.Language,
                Kind = n.Kind,
                IsPrimary = n.IsPrimary,
                Order = n.Order
            }));
        Replace(Charges, facts.Charges.Select((c, i) => new ChargeRow
        {
            Position = i,
            Text = c.Text,
            Original = c.Original,
            OriginalLanguage = c.OriginalLanguage,
            Law = c.Law,
            History = c.History,
            Sources = c.Sources,
        }));
        Replace(Episodes, facts.Episodes.Select((e, i) =>
            new EpisodeRow { Position = i, Custody = e.Custody, From = e.From, Until = e.Until, Ended = e.Ended, Sources = e.Sources }));
        Replace(CaseEvents, facts.CaseEvents.Select((e, i) =>
            new CaseEventRow { Position = i, Date = e.Date, Kind = e.Kind, Text = e.Text, Sources = e.Sources }));
    }

    private static void Replace<T>(List<T> rows, IEnumerable<T> wanted)
    {
        rows.Clear();
        rows.AddRange(wanted);
    }
}

/// <summary>The notes of a case in one column, separate from the columns that lists and filters read.</summary>
internal sealed record CaseNotes(CaseNote? Health, CaseNote? Family, CaseNote? Lawyer)
{
    public static CaseNotes None { get; } = new(null, null, null);
}

/// <summary>Parts of a case in one column that no list and no filter reads.</summary>
internal sealed record CaseExtras(IReadOnlyList<Correction> Corrections, PrisonMail? Mail, UnSheet? Un)
{
    public static CaseExtras None { get; } = new([], null, null);
}

#pragma warning disable CS1591 // Rows of a person: the same words as in PersonFacts.
internal sealed class PersonNameRow
{
    public int Position { get; init; }
    public required string Text { get; init; }
    public required string Language { get; init; }
    public NameKind Kind { get; init; }
    public bool IsPrimary { get; init; }
    public FamilyName Order { get; init; }

    public PersonName ToFact() => new(Text, Language, Kind, IsPrimary) { Order = Order };
}

internal sealed class ChargeRow
{
    public int Position { get; init; }
    public LocalText Text { get; init; } = LocalText.Empty;
    public required string Original { get; init; }
    public required string OriginalLanguage { get; init; }
    public LocalText Law { get; init; } = LocalText.Empty;
    public IReadOnlyList<ChargeStep> History { get; init; } = [];
    public IReadOnlyList<Source> Sources { get; init; } = [];
}

internal sealed class EpisodeRow
{
    public int Position { get; init; }
    public Custody Custody { get; init; }
    public FuzzyDate From { get; init; } = FuzzyDate.Unknown;
    public FuzzyDate Until { get; init; } = FuzzyDate.Unknown;
    public bool Ended { get; init; }
    public IReadOnlyList<Source> Sources { get; init; } = [];
}

internal sealed class CaseEventRow
{
    public int Position { get; init; }
    public FuzzyDate Date { get; init; } = FuzzyDate.Unknown;
    public CaseEventKind Kind { get; init; }
    public LocalText Text { get; init; } = LocalText.Empty;
    public IReadOnlyList<Source> Sources { get; init; } = [];
}
#pragma warning restore CS1591
