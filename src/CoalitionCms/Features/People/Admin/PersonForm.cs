using System.Globalization;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.People.Admin;

/// <summary>The facts of a case as form fields. Words per language are those of the entry's language; the others are kept.</summary>
public sealed class PersonForm
{
    private const int SpareRows = 2;

    /// <summary>SHA-256 of the photo.</summary>
    public string? Photo { get; set; }

    /// <summary>Names.</summary>
    public List<NameFields> Names { get; set; } = [];

    /// <summary>Where the person stands.</summary>
    public CaseStatus Status { get; set; }

    /// <summary>How sure that is.</summary>
    public Certainty Certainty { get; set; }

    /// <summary>When it was checked.</summary>
    public string? StatusAsOf { get; set; }

    /// <summary>Birth.</summary>
    public string? Born { get; set; }

    /// <summary>Death.</summary>
    public string? Died { get; set; }

    /// <summary>Work.</summary>
    public string? Occupation { get; set; }

    /// <summary>Region.</summary>
    public string? Region { get; set; }

    /// <summary>Where held.</summary>
    public string? HeldAt { get; set; }

    /// <summary>Sentence.</summary>
    public SentenceFields Sentence { get; set; } = new();

    /// <summary>Charges.</summary>
    public List<ChargeFields> Charges { get; set; } = [];

    /// <summary>Times in custody.</summary>
    public List<EpisodeFields> Episodes { get; set; } = [];

    /// <summary>Steps of the case.</summary>
    public List<StepFields> CaseEvents { get; set; } = [];

    /// <summary>Which row each fact came from.</summary>
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
        };
        form.Names.AddRange(NameFields.Spare(form.Names.Count));
        form.Charges.Add(new());
        form.Episodes.Add(new());
        form.CaseEvents.Add(StepFields.Blank());
        return form;
    }

    /// <summary>Adds blank rows to the list that a button names: <c>Names</c>, or <c>Sources-3</c> for those of the fourth step.</summary>
    internal void AddRows(string list)
    {
        if (list.Split('-') is [nameof(StepFields.Sources), var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step < CaseEvents.Count)
        {
            CaseEvents[step].Sources.Add(new());
        }

        for (var i = 0; i < SpareRows; i++)
        {
            switch (list)
            {
                case nameof(Names): Names.Add(new()); break;
                case nameof(Charges): Charges.Add(new()); break;
                case nameof(Episodes): Episodes.Add(new()); break;
                case nameof(CaseEvents): CaseEvents.Add(StepFields.Blank()); break;
            }
        }
    }

    internal PersonFacts ToFacts(PersonFacts before, string language, ICollection<Refusal> refusals) => new()
    {
        Photo = Photo ?? "",
        Names = Rows.Read(Names, (nameof(Names), nameof(Names)), n => n.IsFilled, (n, _) => n.ToFact()),
        Status = Status,
        Certainty = Certainty,
        StatusAsOf = DateFields.Read(StatusAsOf, nameof(StatusAsOf), refusals),
        Born = DateFields.Read(Born, nameof(Born), refusals),
        Died = DateFields.Read(Died, nameof(Died), refusals),
        Occupation = before.Occupation.With(language, Occupation),
        Region = before.Region.With(language, Region),
        HeldAt = before.HeldAt.With(language, HeldAt),
        Sentence = Sentence.ToFact(),
        Charges = Rows.Read(Charges, (nameof(Charges), nameof(Charges)), c => c.IsFilled, (c, _) => c.ToFact(language)),
        Episodes = Rows.Read(Episodes, (nameof(Episodes), nameof(Episodes)), e => e.IsFilled, (e, at) => e.ToFact(at.Field, refusals)),
        CaseEvents = Rows.Read(CaseEvents, (nameof(CaseEvents), nameof(CaseEvents)), e => e.IsFilled, (e, at) => e.ToFact(language, at, Rows, refusals)),
    };
}
