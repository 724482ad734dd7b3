using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>Makes a remark on a passage, answers it, resolves it and opens it again.</summary>
internal sealed class ActOnRemarks(CmsDbContext db, AuditLog audit, TimeProvider clock, EntryLoader loader)
{
    /// <summary>A new remark.</summary>
    /// <param name="NewId">Made with the form: a form that is sent twice makes one remark.</param>
    /// <param name="Quote">The passage; the newest saved text must have it.</param>
    public sealed record Input(Guid EntryId, Guid NewId, string? Quote, string? Text);

    public async Task<Result> AddAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await loader.FindAsync(actor, input.EntryId, cancellationToken) is not { Entry: { } entry, Text: { } revision })
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        var (quote, text) = (CleanText.Block(input.Quote), CleanText.Block(input.Text));
        List<Error> errors = [];
        if (quote.Length == 0)
        {
            errors.Add(ContentErrors.QuoteMissing);
        }
        else if (quote.Length > Remark.MaxQuote)
        {
            errors.Add(ContentErrors.TooLong(nameof(Input.Quote), quote.Length, Remark.MaxQuote));
        }
        else if (!new QuotedText(revision.Text).Has(quote))
        {
            errors.Add(ContentErrors.QuoteUnknown);
        }

        errors.AddRange(TextErrors(text));
        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        if (await db.Set<Remark>().AnyAsync(r => r.Id == input.NewId, cancellationToken))
        {
            return Result.Done;
        }

        if (await db.Set<Remark>().CountAsync(
            r => r.EntryId == entry.Id && r.AnswerTo == null && r.ResolvedAt == null, cancellationToken) >= Remark.MostOpen)
        {
            return Result.Failed(ContentErrors.TooManyRemarks);
        }

        var id = input.NewId == Guid.Empty ? Guid.CreateVersion7() : input.NewId;
        db.Add(new Remark(id, revision, quote, text, actor.AccountId, clock.NowToMillisecond()));

        // The next autosave must not replace the revision that the passage was taken from.
        revision.Keep();
        return await SaveAsync(actor, AuditVerb.EntryRemarked, entry, id, revision.Number, cancellationToken);
    }

    public async Task<Result> AnswerAsync(Actor actor, Guid entryId, Guid remarkId, string? answer, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, entryId, remarkId, cancellationToken) is not { } found)
        {
            return Result.Failed(ContentErrors.NoSuchRemark);
        }

        var text = CleanText.Block(answer);
        if (TextErrors(text).ToList() is { Count: > 0 } errors)
        {
            return Result.Failed(errors);
        }

        db.Add(found.Remark.Answer(Guid.CreateVersion7(), found.Loaded.Text!, text, actor.AccountId, clock.NowToMillisecond()));
        found.Loaded.Text!.Keep();
        return await SaveAsync(actor, AuditVerb.EntryRemarkAnswered, found.Loaded.Entry!, remarkId, found.Loaded.Text.Number,
            cancellationToken);
    }

    /// <summary>Resolves an open remark, or opens a resolved one; if it is so already, nothing changes.</summary>
    public async Task<Result> SettleAsync(Actor actor, Guid entryId, Guid remarkId, bool isResolved, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, entryId, remarkId, cancellationToken) is not { Remark: var remark, Loaded: var loaded })
        {
            return Result.Failed(ContentErrors.NoSuchRemark);
        }

        if (remark.ResolvedAt is not null == isResolved)
        {
            return Result.Done;
        }

        if (isResolved)
        {
            remark.Resolve(actor.AccountId, clock.NowToMillisecond());
        }
        else
        {
            remark.Reopen();
        }

        return await SaveAsync(actor, isResolved ? AuditVerb.EntryRemarkResolved : AuditVerb.EntryRemarkReopened, loaded.Entry!, remarkId,
            remark.RevisionNumber, cancellationToken);
    }

    private static IEnumerable<Error> TextErrors(string text) =>
        text.Length == 0 ? [ContentErrors.RemarkMissing]
        : text.Length > Remark.MaxText ? [ContentErrors.TooLong(nameof(Input.Text), text.Length, Remark.MaxText)]
        : [];

    // Security: a remark is found only through its entry, which the actor must be allowed to edit.
    private async Task<(Remark Remark, LoadedEntry Loaded)?> FindAsync(Actor actor, Guid entryId, Guid remarkId,
        CancellationToken cancellationToken) =>
        await loader.FindAsync(actor, entryId, cancellationToken) is { Text: not null } loaded
        && await db.Set<Remark>().SingleOrDefaultAsync(r => r.Id == remarkId && r.EntryId == entryId && r.AnswerTo == null,
            cancellationToken) is { } remark
        ? (remark, loaded) : null;

    // The log says who did what and when, never what a remark says or quotes.
    private Task<Result> SaveAsync(Actor actor, string verb, Entry entry, Guid remarkId, long revision, CancellationToken cancellationToken)
    {
        // The author is told of a new one by mail.
        audit.Record(actor, verb, entry.Kind.ToString(), entry.Id, verb == AuditVerb.EntryRemarked
            ? new { remark = remarkId, revision, author = entry.CreatedBy }
            : new { remark = remarkId, revision });
        return db.SaveOrStaleAsync(cancellationToken);
    }
}
