using System.Globalization;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Lists the selected entries and asks for confirmation before an action is applied to all of them.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class BulkModel(EntryAdminQueries queries, RevisionAdminQueries revisions, ActOnSeveral actOnSeveral, Texts texts)
    : PageModel
{
    private const int Most = 100;

    [BindProperty]
    public BulkAct? Act { get; set; }

    [BindProperty]
    public EntryKind Kind { get; set; }

    public IReadOnlyList<EntryAdminRow> Entries { get; private set; } = [];
    public IReadOnlyDictionary<Guid, FactsView> PendingFacts { get; private set; } = new Dictionary<Guid, FactsView>();

    /// <summary>The entries for which the action failed: title and reason.</summary>
    public IReadOnlyList<(string Title, string Why)> NotDone { get; private set; } = [];

    public IActionResult OnGet() => LocalRedirect("/admin");

    /// <summary>Lists the texts of the ticked things on which the action has an effect, or acts on those that were confirmed.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm(Name = "items[]")] Guid[] items, string[] chosen,
        CancellationToken cancellationToken)
    {
        if (Act is not { } act || !ModelState.IsValid)
        {
            return Page();
        }

        var confirmed = chosen.Take(Most).Select(Read).OfType<ActOnSeveral.Chosen>().DistinctBy(c => c.EntryId).ToList();
        if (confirmed.Count == 0)
        {
            Entries = [.. (await queries.OfItemsAsync(HttpContext.Actor(), [.. items.Distinct().Take(Most)], cancellationToken))
                .Where(e => Concerns(act, e.State)).Take(Most)];
            PendingFacts = act == BulkAct.Publish ? await PendingAsync(cancellationToken) : PendingFacts;
            return Page();
        }

        // Security: emptying the site is one post of a stolen session otherwise.
        if (act == BulkAct.Withdraw && !HttpContext.Actor().IsProven)
        {
            return await StepUpAttribute.AskAsync(HttpContext, isPost: true);
        }

        var titles = new Dictionary<Guid, string>();
        foreach (var one in confirmed)
        {
            if (await queries.FindAsync(HttpContext.Actor(), one.EntryId, cancellationToken) is { } line)
            {
                titles[one.EntryId] = line.Title;
            }
        }

        var done = await actOnSeveral.RunAsync(
            HttpContext.Actor(), act, [.. confirmed.Where(c => titles.ContainsKey(c.EntryId))], cancellationToken);
        NotDone = [.. done.Where(d => !d.Result.IsDone)
            .Select(d => (titles[d.EntryId], texts.Join(d.Result.Errors.Select(texts.Of))))];
        TempData["several"] = texts.Count("Bulk.Done", done.Count - NotDone.Count);
        if (NotDone.Count == 0)
        {
            return LocalRedirect(SiteUrls.AdminList(Kind));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>The text and the versions that the question shows: a later save is not published unseen.</summary>
    public static string Write(EntryAdminRow line) => FormattableString.Invariant($"{line.EntryId:D}:{line.Version}:{line.FactsVersion}");

    private static ActOnSeveral.Chosen? Read(string value) =>
        value.Split(':') is [var id, var version, var facts] && Guid.TryParse(id, out var entryId)
        && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var text)
        && long.TryParse(facts, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(entryId, text, number)
            : null;

    private static bool Concerns(BulkAct act, EntryState state) => act switch
    {
        BulkAct.Publish => state is not (EntryState.Published or EntryState.Trashed),
        BulkAct.Withdraw => state is EntryState.Published or EntryState.PublishedWithChanges or EntryState.InReview or EntryState.Scheduled,
        BulkAct.Restore => state is EntryState.Trashed,
        _ => state is not EntryState.Trashed,
    };

    private async Task<IReadOnlyDictionary<Guid, FactsView>> PendingAsync(CancellationToken cancellationToken)
    {
        var pending = new Dictionary<Guid, FactsView>();
        foreach (var line in Entries)
        {
            if (await queries.OpenAsync(HttpContext.Actor(), line.Kind, line.EntryId, cancellationToken)
                is { PublicFactsJson: { } shown } open
                && revisions.ChangesForReaders(line.Kind, shown, open.FactsJson) is { Count: > 0 } changes)
            {
                pending[line.EntryId] = await revisions.ViewAsync(HttpContext.Actor(), line.Kind, changes, cancellationToken);
            }
        }

        return pending;
    }
}
