using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>Who came to an event. Names are read and shown before anything is saved;
/// lines that others changed meanwhile come back with both.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
[RequestFormLimits(ValueCountLimit = 40_000, KeyLengthLimit = 256)]
public sealed class AttendanceModel(AttendanceAdminQueries queries, RecordAttendance recordAttendance, Texts texts) : PageModel
{
    [BindProperty]
    public AttendanceForm Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public int Part { get; set; } = 1;

    public AttendanceSheet Sheet { get; private set; } = null!;

    /// <summary>What others recorded, by the row that was not saved for it; null where they took the line off.</summary>
    public Dictionary<int, SheetRow?> Conflicts { get; } = [];

    /// <summary>How many names were read just now; null when none were asked to be.</summary>
    public int? NamesRead { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Input.Rows = [.. Sheet.Part(Part).Select(AttendanceRow.Of)];
        return Page();
    }

    /// <summary>Reads names, or saves this part of the list, and goes on to another.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm(Name = "do")] string? button, [FromForm(Name = "go")] int? other,
        CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (button == "read")
        {
            NamesRead = Input.ReadNames(Sheet);
            ModelState.Remove("Input.Names");
            ModelState.Remove("Input.AddMemberId");
            return Page();
        }

        var touched = Input.Rows.Select((row, index) => (Row: row, Line: row.ToLine($"Rows[{index}]"))).Where(r => r.Row.IsTouched)
            .Select(r => r.Line).ToList();
        var recorded = ModelState.IsValid
            ? await recordAttendance.RunAsync(HttpContext.Actor(), new(id, touched), cancellationToken)
            : null;
        if (recorded?.Errors.Contains(EventsErrors.ProofNeeded) == true)
        {
            return await StepUpAttribute.AskAsync(HttpContext, isPost: true);
        }

        if (recorded is not { IsDone: true })
        {
            ModelState.Add(texts, recorded?.Errors ?? []);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        if (recorded.Value.Conflicts.Count > 0)
        {
            await ShowBothAsync(id, recorded.Value.Conflicts, cancellationToken);
            return Page();
        }

        TempData["done"] = recorded.Value.Asked > 0 ? "Events.RecordedAsked" : "Events.Recorded";
        return LocalRedirect(SiteUrls.Attendance(id, other ?? Sheet.PartAfter(Part, touched.Count(l => l.AttendanceId is null))));
    }

    /// <summary>What the typed name of a row was taken for; null for rows on the list.</summary>
    public UnderstoodName? UnderstoodOf(AttendanceRow row) =>
        AttendeeLine.Parse(row.Typed) is [var name, ..] ? Sheet.Match.Understand(name) : null;

    public RosterMember? MemberOf(AttendanceRow row) => row.MemberId is { } id ? Sheet.Find(id) : null;

    /// <summary>The name that readers may see today of a row on the list.</summary>
    public DisplayName? InPublicOf(AttendanceRow row) => Sheet.Lines.FirstOrDefault(l => l.AttendanceId == row.AttendanceId)?.InPublic;

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.OpenAsync(HttpContext.Actor(), id, cancellationToken) is not { } sheet)
        {
            return false;
        }

        (Sheet, Part) = (sheet, Math.Clamp(Part, 1, sheet.Parts));
        return true;
    }

    /// <summary>Shows the list as it is now, and in it what was typed for the lines that
    /// were not saved, ready to be saved over the others'.</summary>
    private async Task ShowBothAsync(Guid id, IReadOnlyList<RosterConflict> conflicts, CancellationToken cancellationToken)
    {
        await LoadAsync(id, cancellationToken);
        ModelState.Clear();
        var rows = Sheet.Lines.Where((line, index) =>
            index / AttendanceSheet.PartSize == Part - 1 || conflicts.Any(c => c.TheirId == line.AttendanceId)).Select(AttendanceRow.Of)
            .ToList();
        foreach (var conflict in conflicts)
        {
            var index = rows.FindIndex(r => r.AttendanceId is not null && r.AttendanceId == conflict.TheirId);
            var mine = Input.Rows[RowOf(conflict.Mine.Field)];
            if (index < 0)
            {
                (index, mine.AttendanceId, mine.Version, mine.ConsentsSeen) = (rows.Count, null, 0, 0);
                rows.Add(mine);
            }
            else
            {
                rows[index].With(conflict.Mine.Values).Remove = conflict.Mine.Remove;
            }

            Conflicts[index] = Sheet.Lines.FirstOrDefault(l => l.AttendanceId == conflict.TheirId);
            ModelState.AddModelError($"Input.Rows[{index}].Status", texts["Events.RowChanged"]);
        }

        Input.Rows = rows;
        Response.StatusCode = StatusCodes.Status409Conflict;
    }

    private static int RowOf(string field) => int.Parse(field["Rows[".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
}
