using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Campaigns.Admin;

internal sealed class CampaignForm
{
    private const int SpareRows = 2;

    private readonly List<int> kept = [];

    public CampaignState State { get; set; }
    public string? StartedOn { get; set; }
    public string? EndedOn { get; set; }

    /// <summary>The outcome, in the entry's language.</summary>
    public string? Outcome { get; set; }

    /// <summary>The people of the campaign, in order; empty rows are ignored.</summary>
    public List<Guid?> People { get; set; } = [];

    public string? PausedOn { get; set; }

    /// <summary>Demands in the entry's language, one per line.</summary>
    public string? Demands { get; set; }

    /// <summary>Further actions for supporters, one per line.</summary>
    public string? Actions { get; set; }

    public string? Avoid { get; set; }
    public string? ShareText { get; set; }

    /// <summary>The recipients of letters, in the order of the facts; clearing one removes its text in this language.</summary>
    public List<AddresseeFields> Addressees { get; set; } = [];

    internal static CampaignForm Of(CampaignFacts facts, string language)
    {
        var appeal = facts.Appeal ?? Appeal.None;
        var form = new CampaignForm
        {
            State = facts.State,
            StartedOn = facts.StartedOn.Edtf,
            EndedOn = facts.EndedOn.Edtf,
            Outcome = facts.Outcome.In(language),
            People = [.. facts.People.Select(id => (Guid?)id)],
            PausedOn = facts.PausedOn.Edtf,
            Demands = LanguageTexts.In(appeal.Demands, language),
            Actions = LanguageTexts.In(appeal.Actions, language),
            Avoid = appeal.Avoid.In(language),
            ShareText = appeal.ShareText.In(language),
            Addressees =
            [.. appeal.Addressees.Select(a => AddresseeFields.Of(a, language)), .. appeal.Addressees.Count == 0
            ? [new AddresseeFields()]
            : Array.Empty<AddresseeFields>()],
        };
        form.AddPeople();
        return form;
    }

    /// <summary>Maps an error to its form row, since empty rows are not in the facts.</summary>
    internal Error Place(Error error)
    {
        const string Begin = "Facts.Addressees[";
        var end = error.Field.IndexOf(']', StringComparison.Ordinal);
        return error.Field.StartsWith(Begin, StringComparison.Ordinal)
            && int.TryParse(error.Field[Begin.Length..end], System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var row) && row < kept.Count
            ? error with { Field = $"{Begin}{kept[row]}{error.Field[end..]}" }
            : error;
    }

    internal void AddPeople() => People.AddRange(Enumerable.Repeat<Guid?>(null, SpareRows));

    internal CampaignFacts ToFacts(CampaignFacts before, string language, ICollection<Error> errors) => new(
        State,
        DateFields.Read(StartedOn, nameof(StartedOn), errors),
        DateFields.Read(EndedOn, nameof(EndedOn), errors),
        before.Outcome.With(language, Outcome),
        [.. People.OfType<Guid>().Distinct()])
    {
        // The date applies to no other state.
        PausedOn = State == CampaignState.Paused ? DateFields.Read(PausedOn, nameof(PausedOn), errors) : FuzzyDate.Unknown,
        Appeal = ToAppeal(before.Appeal ?? Appeal.None, language).OrNothing(),
    };

    private List<Addressee> ToAddressees(IReadOnlyList<Addressee> before, string language)
    {
        kept.Clear();
        var read = new List<Addressee>();
        foreach (var (i, fields) in Addressees.Index())
        {
            if (fields.ToFact(i < before.Count ? before[i] : null, language) is { } to)
            {
                read.Add(to);
                kept.Add(i);
            }
        }

        return read;
    }

    private Appeal ToAppeal(Appeal before, string language) => new()
    {
        Addressees = ToAddressees(before.Addressees, language),
        Demands = LanguageTexts.With(before.Demands, language, Demands),
        Actions = LanguageTexts.With(before.Actions, language, Actions),
        Avoid = before.Avoid.With(language, Avoid),
        ShareText = before.ShareText.With(language, ShareText),
    };
}

/// <summary>A recipient of letters, as form fields.</summary>
internal sealed class AddresseeFields
{
    public string? Name { get; set; }
    public string? Address { get; set; }
    public string? Salutation { get; set; }
    public bool Remove { get; set; }

    internal static AddresseeFields Of(Addressee to, string language) =>
        new() { Name = to.Name.In(language), Address = LanguageTexts.In(to.Address, language), Salutation = to.Salutation.In(language) };

    internal Addressee? ToFact(Addressee? before, string language)
    {
        var (name, address, salutation) =
            ((before?.Name ?? LocalText.Empty).With(language, Name), LanguageTexts.With(before?.Address ?? [], language, Address),
            (before?.Salutation ?? LocalText.Empty).With(language, Salutation));
        return Remove || (name.IsEmpty && address.Count == 0 && salutation.IsEmpty) ? null : new(name, address, salutation);
    }
}
