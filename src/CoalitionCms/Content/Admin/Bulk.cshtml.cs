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
    public BulkAct Act { get; set; }

    [BindProperty]
    public EntryKind Kind { get; set; }

    public IReadOnlyList<EntryAdminRow> Entries { get; private set; } = [];
    public IReadOnlyDictionary<Guid, FactsView> PendingFacts { get; private set; } = new Dictionary<Guid, FactsView>();

    /// <summary>The entries for which the action failed: title and reason.</summary>
    public IReadOnlyList<(string Title, string Why)> NotDone { get; private set; } = [];

    public IActionResult OnGet() => LocalRedirect("/admin");

    public async Task<IActionResult> OnPostAsync(Guid[] ids, long[] versions, long[] facts, bool confirmed,
        CancellationToken cancellationToken)
    {
        var lines = new List<EntryAdminRow>();
        foreach (var id in ids.Distinct().Take(Most))
        {
            if (await queries.FindAsync(HttpContext.Actor(), id, cancellationToken) is { } line)
            {
                lines.Add(line);
            }
        }

        Entries = lines;
        if (!confirmed || !ModelState.IsValid || lines.Count == 0 || versions.Length != ids.Length || facts.Length != ids.Length)
        {
            PendingFacts = Act == BulkAct.Publish ? await PendingAsync(cancellationToken) : PendingFacts;
            return Page();
        }

        // Security: emptying the site is one post of a stolen session otherwise.
        if (Act == BulkAct.Withdraw && !HttpContext.Actor().IsProven)
        {
            return await StepUpAttribute.AskAsync(HttpContext, isPost: true);
        }

        // The version that the question showed: a later save is not published unseen.
        var chosen = ids.Zip(versions, facts).Select(c => new ActOnSeveral.Chosen(c.First, c.Second, c.Third))
            .Where(c => lines.Exists(l => l.EntryId == c.EntryId)).ToList();
        var done = await actOnSeveral.RunAsync(HttpContext.Actor(), Act, chosen, cancellationToken);
        NotDone =
            [.. done.Where(d => !d.Result.IsDone)
            .Select(d => (lines.Find(l => l.EntryId == d.EntryId)!.Title, string.Join(' ', d.Result.Errors.Select(texts.Of))))];
        TempData["several"] = texts.Count("Bulk.Done", done.Count - NotDone.Count);
        if (NotDone.Count == 0)
        {
            return LocalRedirect(SiteUrls.AdminList(Kind));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<IReadOnlyDictionary<Guid, FactsView>> PendingAsync(CancellationToken cancellationToken)
    {
        var pending = new Dictionary<Guid, FactsView>();
        foreach (var line in Entries)
        {
            if (await queries.OpenAsync(HttpContext.Actor(), line.Kind, line.EntryId, cancellationToken)
                is { PublicFactsJson: { } shown } open
                && revisions.Changes(line.Kind, shown, open.FactsJson) is { Count: > 0 } changes)
            {
                pending[line.EntryId] = await revisions.ViewAsync(HttpContext.Actor(), line.Kind, changes, cancellationToken);
            }
        }

        return pending;
    }
}
