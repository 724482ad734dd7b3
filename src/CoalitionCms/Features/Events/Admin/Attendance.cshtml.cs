using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>
/// The attendance list of an event. Typed names are parsed and shown before anything is saved; rows that others changed meanwhile are
/// returned with both versions.
/// </summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
[RequestFormLimits(ValueCountLimit = FormBinding.MaxValues, KeyLengthLimit = 256)]
internal sealed class AttendanceModel(
    AttendanceAdminQueries queries, RecordAttendance recordAttendance, IEventReports reports, Texts texts) : PageModel
{
    [BindProperty]
    public AttendanceForm Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public int Part { get; set; } = 1;

    /// <summary>True to put the names of the reports about the event into the field
    /// for names, where they are read like typed ones.</summary>
    [BindProperty(SupportsGet = true)]
    public bool FromReports { get; set; }

    /// <summary>The number of people that reports about the event list, while the list here is empty.</summary>
    public int InReports { get; private set; }

    public AttendanceSheet Sheet { get; private set; } = null!;

    /// <summary>What others recorded, by the row that was not saved because of it; null where they removed the row.</summary>
    public Dictionary<int, SheetRow?> Conflicts { get; } = [];

    /// <summary>The number of names just parsed; null when there was nothing to parse.</summary>
    public int? NamesRead { get; private set; }

    /// <summary>Rows of which nobody has said yet who it is.</summary>
    public int Unsettled => Input.Rows.Count(r => r.AttendanceId is null && string.IsNullOrEmpty(r.Pick));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Input.Rows = [.. Sheet.Lines.Select(AttendanceRow.Of)];
        if (Sheet.Listed.Count == 0)
        {
            var names = (await reports.TextsAboutAsync(id, cancellationToken)).Select(AttendanceLists.In).MaxBy(n => n.Count) ?? [];
            InReports = names.Count;
            Input.Names = FromReports ? string.Join('\n', names.Select(n => n.Typed)) : Input.Names;
        }

        return Page();
    }

    /// <summary>Parses names, or saves this part of the list, and continues with another.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm(Name = "do")] string? button, [FromForm(Name = "go")] int? other,
        CancellationToken cancellationToken)
    {
        // Saving alone needs no list to show: what it costs does not grow with the list.
        var isLoaded = button is "all" or "read" || Input.HasNames;
        if (isLoaded && !await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (button == "all")
        {
            Input.UseForAll();
            ModelState.Clear();
            return Page();
        }

        // Names that are still in the field are read first: somebody who presses "Save" would miss them on the list.
        if (button == "read" || Input.HasNames)
        {
            NamesRead = Input.ReadNames(Sheet);
            ModelState.Remove("Input.Names");
            ModelState.Remove("Input.AddMemberId");
            if (Input.HasUnread)
            {
                ModelState.AddModelError("Input.Names", texts["Events.NotNames"]);
                Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            }

            // A full form is saved even though more names wait in the field; they are read into the next one.
            if (button == "read" || NamesRead > 0 || Input.HasUnread)
            {
                return Page();
            }
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
            if (!isLoaded && !await LoadAsync(id, cancellationToken))
            {
                return NotFound();
            }

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
        if (Input.HasNames)
        {
            (Input.Rows, Part) = ([], PartAfter(recorded.Value, touched));
            await LoadAsync(id, cancellationToken);
            Input.Rows = [.. Sheet.Lines.Select(AttendanceRow.Of)];
            NamesRead = Input.ReadNames(Sheet);
            ModelState.Clear();
            return Page();
        }

        return LocalRedirect(SiteUrls.Attendance(id, other ?? PartAfter(recorded.Value, touched)));
    }

    /// <summary>Returns the match for the typed name of a row; null for rows in the list.</summary>
    public UnderstoodName? UnderstoodOf(AttendanceRow row) =>
        AttendeeLine.Parse(row.Typed) is [var name, ..] ? Sheet.Match.Understand(name) : null;

    public RosterMember? MemberOf(AttendanceRow row) => row.MemberId is { } id ? Sheet.Find(id) : null;

    /// <summary>Returns the name that visitors may see today for a row in the list.</summary>
    public DisplayName? InPublicOf(AttendanceRow row) => row.AttendanceId is { } id ? Sheet.RowOf(id)?.InPublic : null;

    /// <summary>Whose field it is, and which: "Hong Mei – Consent given on".</summary>
    public string? AboutField(string name)
    {
        var parts = name.Split('[', ']');
        if (parts is not ["Input.Rows", var index, { Length: > 1 } field] || !int.TryParse(index, CultureInfo.InvariantCulture, out var i)
            || i < 0 || i >= Input.Rows.Count)
        {
            return null;
        }

        var row = Input.Rows[i];
        var who = MemberOf(row)?.Name.Plain(texts.Language) ?? row.Typed ?? texts["Events.Unknown"];
        return field[1..] switch
        {
            nameof(row.Status) => $"{who} – {texts["Events.Status"]}",
            nameof(row.Choice) => $"{who} – {texts["Events.Naming"]}",
            nameof(row.Standing) => $"{who} – {texts["Events.PickStanding"]}",
            nameof(row.Means) or nameof(row.GivenOn) or nameof(row.GivenBy) or nameof(row.Until) =>
                $"{who} – {texts["Events." + field[1..]]}",
            _ => who,
        };
    }

    /// <summary>Returns the part to show after one was saved: the last when people were added, since they are added at the end.</summary>
    private int PartAfter(RecordedRoster recorded, List<RosterRow> lines) =>
        lines.Exists(l => l.AttendanceId is null) ? AttendanceSheet.PartsOf(recorded.Listed) : Part;

    private Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken) =>
        LoadAsync(id, [.. Input.Rows.Select(r => r.AttendanceId).OfType<Guid>()], cancellationToken);

    private async Task<bool> LoadAsync(Guid id, IReadOnlyCollection<Guid> besides, CancellationToken cancellationToken)
    {
        var hasNames = Input.HasNames || Input.Rows.Exists(r => r.AttendanceId is null);
        if (await queries.OpenAsync(HttpContext.Actor(), id, texts.Language, Part, besides, hasNames, cancellationToken) is not { } sheet)
        {
            return false;
        }

        (Sheet, Part) = (sheet, sheet.Part);
        return true;
    }

    /// <summary>
    /// Shows the current list with the submitted values of the unsaved rows filled in, so that saving again overwrites the other user's
    /// changes.
    /// </summary>
    private async Task ShowBothAsync(Guid id, IReadOnlyList<RosterConflict> conflicts, CancellationToken cancellationToken)
    {
        await LoadAsync(id, [.. conflicts.Select(c => c.TheirId).OfType<Guid>()], cancellationToken);
        ModelState.Clear();
        var rows = Sheet.Lines.Select(AttendanceRow.Of).ToList();
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

    private static int RowOf(string field) => int.Parse(field["Rows[".Length..^1], CultureInfo.InvariantCulture);
}
