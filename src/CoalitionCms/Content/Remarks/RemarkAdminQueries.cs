using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

internal sealed record RemarkAnswer(string Text, string By, DateTime At);

/// <summary>A remark with its answers, the oldest first.</summary>
/// <param name="Version">The version of the text that it was made on.</param>
/// <param name="IsFound">False when the newest text no longer has the passage.</param>
/// <param name="ResolvedAt">Null while it is open.</param>
internal sealed record RemarkRow(Guid Id, string Quote, string Text, string By, DateTime At, long Version, bool IsFound, string ResolvedBy,
    DateTime? ResolvedAt, IReadOnlyList<RemarkAnswer> Answers)
{
    public bool IsOpen => ResolvedAt is null;
}

/// <summary>Remarks on an entry, for pages that have checked that their reader may edit it.</summary>
internal sealed class RemarkAdminQueries(CmsDbContext db)
{
    private const int MostResolved = 100;
    private const int MostTexts = 200;

    public Task<IReadOnlyList<RemarkRow>> OpenAsync(Guid entryId, EntryText newest, CancellationToken cancellationToken) =>
        ListAsync(db.Set<Remark>().Where(r => r.EntryId == entryId && r.AnswerTo == null && r.ResolvedAt == null)
            .OrderBy(r => r.At).ThenBy(r => r.Id), newest, cancellationToken);

    /// <summary>The resolved ones, the last resolved first.</summary>
    public Task<IReadOnlyList<RemarkRow>> ResolvedAsync(Guid entryId, EntryText newest, CancellationToken cancellationToken) =>
        ListAsync(db.Set<Remark>().Where(r => r.EntryId == entryId && r.AnswerTo == null && r.ResolvedAt != null)
            .OrderByDescending(r => r.ResolvedAt).ThenBy(r => r.Id).Take(MostResolved), newest, cancellationToken);

    /// <summary>
    /// Texts that the actor may edit with an open remark that waits for an answer of theirs: the text or the remark is theirs, and
    /// somebody else had the last word. The longest waiting first.
    /// </summary>
    public async Task<IReadOnlyList<(Guid EntryId, string Title, string Language)>> WaitingForAsync(Actor actor,
        CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } author)
        {
            return [];
        }

        var open = db.Set<Remark>().Where(r => r.AnswerTo == null && r.ResolvedAt == null);
        var texts = db.Set<Entry>().Where(e => e.CreatedBy == author).OrderByDescending(e => e.UpdatedAt).Take(MostTexts).Select(e => e.Id)
            .Union(open.Where(r => r.By == author).Select(r => r.EntryId));
        var waiting = await db.Set<Entry>().AsNoTracking().WhereEditable(actor)
            .Where(e => texts.Contains(e.Id) && e.TrashedAt == null && open.Any(r => r.EntryId == e.Id
                && (e.CreatedBy == author || r.By == author)
                && (db.Set<Remark>().Where(a => a.AnswerTo == r.Id).OrderByDescending(a => a.At).ThenByDescending(a => a.Id)
                    .Select(a => a.By).FirstOrDefault() ?? r.By) != author))
            .OrderBy(e => e.UpdatedAt).Select(e => new { e.Id, e.Title, e.Language }).ToListAsync(cancellationToken);
        return [.. waiting.Select(e => (e.Id, e.Title, e.Language))];
    }

    private async Task<IReadOnlyList<RemarkRow>> ListAsync(IQueryable<Remark> which, EntryText newest, CancellationToken cancellationToken)
    {
        var accounts = db.Set<Account>();
        var remarks = await which.AsNoTracking().Select(r => new
        {
            Remark = r,
            By = accounts.Where(a => a.Id == r.By).Select(a => a.Name).FirstOrDefault(),
            ResolvedBy = accounts.Where(a => a.Id == r.ResolvedBy).Select(a => a.Name).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        if (remarks.Count == 0)
        {
            return [];
        }

        var ids = remarks.ConvertAll(r => (Guid?)r.Remark.Id);
        var answers = (await db.Set<Remark>().AsNoTracking().Where(r => ids.Contains(r.AnswerTo)).OrderBy(r => r.At).ThenBy(r => r.Id)
            .Select(r => new { r.AnswerTo, r.Text, r.At, By = accounts.Where(a => a.Id == r.By).Select(a => a.Name).FirstOrDefault() })
            .ToListAsync(cancellationToken)).ToLookup(a => a.AnswerTo, a => new RemarkAnswer(a.Text, a.By ?? "", a.At));
        var text = new QuotedText(newest);
        return [.. remarks.Select(r => new RemarkRow(r.Remark.Id, r.Remark.Quote, r.Remark.Text, r.By ?? "", r.Remark.At,
            r.Remark.RevisionNumber, text.Has(r.Remark.Quote), r.ResolvedBy ?? "", r.Remark.ResolvedAt, [.. answers[r.Remark.Id]]))];
    }
}

/// <summary>Before publishing, open remarks are looked at: they are left open, or resolved first.</summary>
internal sealed class RemarksCheck(CmsDbContext db) : IPublishingCheck
{
    public const string Key = "Check.RemarksOpen";

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        if (text.EntryId == Guid.Empty || text.IsNew)
        {
            return [];
        }

        var open = await db.Set<Remark>().Where(r => r.EntryId == text.EntryId && r.AnswerTo == null && r.ResolvedAt == null)
            .OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken);

        // A confirmation is valid for exactly these remarks: one that comes later is not published over unseen.
        return open.Count == 0 ? [] : [new(Key, CheckWeight.Confirm, open.Count)
        {
            About = string.Join(' ', open.Select(id => id.ToString("N", CultureInfo.InvariantCulture))),
        }];
    }
}
