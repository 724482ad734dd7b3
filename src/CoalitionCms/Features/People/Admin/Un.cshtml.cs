using CoalitionCms.Domain;
using CoalitionCms.Features.People.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.People.Admin;

/// <summary>The sheet of a case for the United Nations, to be completed and printed by staff.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class UnModel(SaveUnSheet saveSheet, CmsOptions options, TimeProvider clock) : StaffPage
{
    [BindProperty]
    public UnForm Input { get; set; } = new();

    public UnCase Case { get; private set; } = null!;
    public IReadOnlyList<UnLine> Lines { get; private set; } = [];
    public DateOnly Today => clock.TodayIn(options.Zone);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var sheet = Case.Facts.Un ?? UnSheet.None;
        Input = new()
        {
            Consent = sheet.Consent,
            ConsentNote = sheet.ConsentNote,
            FactsVersion = Case.FactsVersion,
            Answers = sheet.Answers.ToDictionary(a => a.Question.ToString(), a => (string?)a.Text, StringComparer.Ordinal),
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var answers = Enum.GetValues<UnQuestion>()
            .Select(q => new UnAnswer(q, CleanText.Block(Input.Answers.GetValueOrDefault(q.ToString())).Trim()))
            .Where(a => a.Text.Length > 0).ToList();
        var sheet = new UnSheet(Input.Consent, CleanText.Line(Input.ConsentNote), answers);
        var saved = await saveSheet.RunAsync(Actor, id, sheet, Input.FactsVersion, cancellationToken);
        return saved.IsDone ? Done("Un.Saved", SiteUrls.UnSheet(id)) : Again(saved.Errors);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await saveSheet.FindAsync(Actor, id, cancellationToken) is not { } found)
        {
            return false;
        }

        (Case, Lines) = (found, UnQuestionnaire.Of(found.Facts, Texts, Today));
        return true;
    }
}

internal sealed class UnForm
{
    public FamilyConsent Consent { get; set; }
    public string? ConsentNote { get; set; }
    public long FactsVersion { get; set; }

    /// <summary>Answers by the name of their question.</summary>
    public Dictionary<string, string?> Answers { get; set; } = [];
}
