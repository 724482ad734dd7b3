using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.People.Admin;

/// <summary>The facts of a case as form fields. Texts are in the entry's language; those in other languages are preserved.</summary>
internal sealed class PersonForm
{
    private const int SpareRows = 2;

    /// <summary>SHA-256 of the photo.</summary>
    public string? Photo { get; set; }

    public List<NameFields> Names { get; set; } = [];
    public CaseStatus Status { get; set; }
    public Certainty Certainty { get; set; }
    public string? StatusAsOf { get; set; }
    public string? Born { get; set; }
    public string? Died { get; set; }
    public string? Occupation { get; set; }
    public string? Region { get; set; }
    public string? HeldAt { get; set; }
    public OriginalFields HeldAtOriginal { get; set; } = new();
    public string? HeldIn { get; set; }
    public OriginalFields HeldInOriginal { get; set; } = new();
    public string? OfficialEnd { get; set; }
    public string? ExpectedRelease { get; set; }
    public string? ActualRelease { get; set; }
    public NoteFields Health { get; set; } = new();
    public NoteFields Family { get; set; } = new();
    public NoteFields Lawyer { get; set; } = new();

    /// <summary>The day of the last review of the whole case.</summary>
    public DateOnly? VerifiedOn { get; set; }

    /// <summary>Sources of single facts, in the order of <see cref="CaseFact"/>.</summary>
    public List<FactSourceFields> FactSources { get; set; } = [];

    public SentenceFields Sentence { get; set; } = new();
    public List<ChargeFields> Charges { get; set; } = [];
    public List<EpisodeFields> Episodes { get; set; } = [];
    public List<StepFields> CaseEvents { get; set; } = [];
    internal FormRows Rows { get; } = new();

    internal static PersonForm Of(PersonFacts facts, string language)
    {
        var form = new PersonForm
        {
            Names = [.. facts.Names.Select(NameFields.Of)],
            Photo = facts.Photo,
            Status = facts.Status,
            Certainty = facts.Certainty,
            StatusAsOf = facts.StatusAsOf.Edtf,
            Born = facts.Born.Edtf,
            Died = facts.Died.Edtf,
            Occupation = facts.Occupation.In(language),
            Region = facts.Region.In(language),
            HeldAt = facts.HeldAt.In(language),
            Sentence = SentenceFields.Of(facts.Sentence),
            Charges = [.. facts.Charges.Select(c => ChargeFields.Of(c, language))],
            Episodes = [.. facts.Episodes.Select(EpisodeFields.Of)],
            CaseEvents = [.. facts.CaseEvents.Select(e => StepFields.Of(e, language))],
            HeldAtOriginal = OriginalFields.Of(facts.HeldAtOriginal),
            HeldIn = facts.HeldIn.In(language),
            HeldInOriginal = OriginalFields.Of(facts.HeldInOriginal),
            OfficialEnd = facts.OfficialEnd.Edtf,
            ExpectedRelease = facts.ExpectedRelease.Edtf,
            ActualRelease = facts.ActualRelease.Edtf,
            Health = NoteFields.Of(facts.Health, language),
            Family = NoteFields.Of(facts.Family, language),
            Lawyer = NoteFields.Of(facts.Lawyer, language),
            VerifiedOn = facts.VerifiedOn,
            FactSources =
            [.. Enum.GetValues<CaseFact>()
            .Select(f => new FactSourceFields { Fact = f, Sources = [.. (facts.Sources?.Of(f) ?? []).Select(SourceFields.Of)] })],
        };
        form.Names.AddRange(NameFields.Spare(form.Names.Count));
        form.Charges.Add(new());
        form.Episodes.Add(new());
        form.CaseEvents.Add(StepFields.Blank());
        return form;
    }

    /// <summary>Adds fields that are missing from the request, so that the page can show all of them.</summary>
    internal void Complete()
    {
        foreach (var fact in Enum.GetValues<CaseFact>().Skip(FactSources.Count))
        {
            FactSources.Add(new() { Fact = fact });
        }
    }

    /// <summary>Adds blank rows to the list named by a button: <c>Names</c>, or <c>Sources-3</c> for those of the fourth step.</summary>
    /// <summary>Adds rows to a list.</summary>
    /// <returns>What the names of the fields of the first new row begin with; null when there is no such list.</returns>
    internal string? AddRows(string list)
    {
        Complete();
        var (name, numbers) =
            (list.Split('-')[0], list.Split('-').Skip(1).Select(n =>
            int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue).ToList());
        return (name, numbers) switch
        {
            ("Sources", [var step]) => Add($"CaseEvents[{step}].Sources", At(CaseEvents, step)?.Sources),
            ("FactSources", [var fact]) => Add($"FactSources[{fact}].Sources", At(FactSources, fact)?.Sources),
            ("EpisodeSources", [var episode]) => Add($"Episodes[{episode}].Sources", At(Episodes, episode)?.Sources),
            ("ChargeSources", [var charge]) => Add($"Charges[{charge}].Sources", At(Charges, charge)?.Sources),
            ("History", [var charge]) => Add($"Charges[{charge}].History", At(Charges, charge)?.History),
            ("HistorySources", [var charge, var step]) =>
                Add($"Charges[{charge}].History[{step}].Sources", At(At(Charges, charge)?.History ?? [], step)?.Sources),
            (nameof(Names), []) => Add($"{nameof(Names)}", Names, SpareRows),
            (nameof(Charges), []) => Add($"{nameof(Charges)}", Charges, SpareRows),
            (nameof(Episodes), []) => Add($"{nameof(Episodes)}", Episodes, SpareRows),
            (nameof(CaseEvents), []) => AddSteps(),
            _ => null,
        };

        string AddSteps()
        {
            CaseEvents.AddRange([StepFields.Blank(), StepFields.Blank()]);
            return FormattableString.Invariant($"Facts.CaseEvents[{CaseEvents.Count - 2}].");
        }

        static T? At<T>(List<T> rows, int number)
            where T : class => number < rows.Count ? rows[number] : null;

        static string? Add<T>(FormattableString path, List<T>? rows, int count = 1)
            where T : new()
        {
            if (rows is null)
            {
                return null;
            }

            var first = rows.Count;
            rows.AddRange(Enumerable.Range(0, count).Select(_ => new T()));
            return FormattableString.Invariant($"Facts.{FormattableString.Invariant(path)}[{first}].");
        }
    }

    internal bool Says(CaseFact fact) => fact switch
    {
        CaseFact.Status => true,
        CaseFact.Born => StepFields.AnyText(Born),
        CaseFact.Died => StepFields.AnyText(Died),
        CaseFact.Occupation => StepFields.AnyText(Occupation),
        CaseFact.Sentence => Sentence.Kind != SentenceKind.None || StepFields.AnyText(OfficialEnd, ExpectedRelease, ActualRelease),
        CaseFact.HeldAt => StepFields.AnyText(HeldAt, HeldIn, HeldAtOriginal.Text, HeldInOriginal.Text),
        CaseFact.Health => StepFields.AnyText(Health.Text),
        CaseFact.Family => StepFields.AnyText(Family.Text),
        _ => StepFields.AnyText(Lawyer.Text),
    };

    internal PersonFacts ToFacts(PersonFacts before, string language, ICollection<Error> errors) => new()
    {
        Photo = Photo ?? "",
        Names = Rows.Read(Names, (nameof(Names), nameof(Names)), n => n.IsFilled, (n, _) => n.ToFact()),
        Status = Status,
        Certainty = Certainty,
        StatusAsOf = DateFields.Read(StatusAsOf, nameof(StatusAsOf), errors),
        Born = DateFields.Read(Born, nameof(Born), errors),
        Died = DateFields.Read(Died, nameof(Died), errors),
        Occupation = before.Occupation.With(language, Occupation),
        Region = before.Region.With(language, Region),
        HeldAt = before.HeldAt.With(language, HeldAt),
        Sentence = Sentence.ToFact(),
        Charges = Rows.Read(Charges, (nameof(Charges), nameof(Charges)), c => c.IsFilled, (c, at) => c.ToFact(language, at, Rows, errors)),
        Episodes = Rows.Read(Episodes, (nameof(Episodes), nameof(Episodes)), e => e.IsFilled, (e, at) => e.ToFact(at, Rows, errors)),
        CaseEvents =
        Rows.Read(CaseEvents, (nameof(CaseEvents), nameof(CaseEvents)), e => e.IsFilled, (e, at) => e.ToFact(language, at, Rows, errors)),
        HeldAtOriginal = HeldAtOriginal.ToFact(),
        HeldIn = before.HeldIn.With(language, HeldIn),
        HeldInOriginal = HeldInOriginal.ToFact(),
        OfficialEnd = DateFields.Read(OfficialEnd, nameof(OfficialEnd), errors),
        ExpectedRelease = DateFields.Read(ExpectedRelease, nameof(ExpectedRelease), errors),
        ActualRelease = DateFields.Read(ActualRelease, nameof(ActualRelease), errors),
        Health = Health.ToFact(before.Health, language),
        Family = Family.ToFact(before.Family, language),
        Lawyer = Lawyer.ToFact(before.Lawyer, language),
        Sources = ReadSources(errors),
        VerifiedOn = VerifiedOn,
    };

    private FactSources? ReadSources(ICollection<Error> errors)
    {
        Complete();
        var read = FactSources.Select((f, i) => SourceFields.Read(f.Sources, ($"FactSources[{i}]", $"FactSources[{i}]"), Rows, errors))
            .ToList();
        return People.FactSources.From(fact => read[(int)fact]);
    }
}
