using System.Security.Cryptography;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.DraftLinks.Actions;

/// <summary>Makes a link to the newest saved text of an entry, for one reader. Its code is available only in the result.</summary>
internal sealed class MakeDraftLink(CmsDbContext db, SiteUrls urls, EntryLoader loader, DraftWarnings warnings, AuditLog audit,
    TimeProvider clock)
{
    public sealed record Input
    {
        /// <summary>Whom it is for; only staff see it.</summary>
        public string? Reader { get; init; }
        public int Days { get; init; } = 7;

        /// <summary>The warnings that were confirmed, from <see cref="WarningsAsync(Actor, Guid, CancellationToken)"/>.</summary>
        public string? Despite { get; init; }
    }

    public sealed record Made(string Url, DateTime ExpiresAt);

    /// <summary>What must be confirmed before somebody outside sees the text: hidden members who are named or shown in it.</summary>
    public async Task<IReadOnlyList<CheckLine>> WarningsAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) =>
        await loader.FindAsync(actor, entryId, cancellationToken) is { } loaded
            ? await WarningsAsync(actor, loaded, cancellationToken)
            : [];

    public async Task<Result<Made>> RunAsync(Actor actor, Guid entryId, Input input, CancellationToken cancellationToken)
    {
        if (await loader.FindAsync(actor, entryId, cancellationToken) is not { Entry: { } entry, Text: { } text, Facts: { } facts } loaded)
        {
            return ContentErrors.NoSuchEntry;
        }

        var reader = CleanText.Line(input.Reader);
        if (reader.Length > DraftLink.MaxReader)
        {
            return ContentErrors.TooLong(nameof(Input.Reader), reader.Length, DraftLink.MaxReader);
        }

        if (!DraftLink.Days.Contains(input.Days))
        {
            return DraftLinkErrors.DaysUnknown;
        }

        if (entry.TrashedAt is not null)
        {
            return ContentErrors.InTrash;
        }

        // Security: nobody outside reads the name of a hidden member unless the maker was told, and for exactly these members.
        var warnings = await WarningsAsync(actor, loaded, cancellationToken);
        if (warnings.Contains(CheckLine.ForEditor))
        {
            return new Error(CheckLine.ForEditor.Key);
        }

        var wanted = PublishingChecklist.ToConfirm(warnings);
        if (wanted.Length > 0 && !string.Equals(wanted, input.Despite, StringComparison.Ordinal))
        {
            return ContentErrors.ConfirmFirst;
        }

        var now = clock.NowToMillisecond();
        if (await db.Set<DraftLink>().CountAsync(l => l.EntryId == entryId && l.ExpiresAt > now, cancellationToken)
            >= DraftLink.MostOfEntry)
        {
            return DraftLinkErrors.TooMany;
        }

        // What has ended is of no use to anybody; the log keeps that it existed.
        db.RemoveRange(await db.Set<DraftLink>().Where(l => l.EntryId == entryId && l.ExpiresAt <= now).ToListAsync(cancellationToken));
        var stamp = await db.Set<Account>().Where(a => a.Id == actor.AccountId).Select(a => a.SecurityStamp)
            .SingleOrDefaultAsync(cancellationToken);

        // In letters that survive being written small: a public address has one spelling.
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var link = new DraftLink
        {
            Id = Guid.CreateVersion7(),
            EntryId = entryId,
            RevisionId = text.Id,
            FactsRevisionId = facts.Id,
            CodeHash = OneTimeCode.HashOf(code),
            Reader = reader,
            CreatedBy = actor.AccountId,
            MakerStamp = OneTimeCode.HashOf(stamp ?? ""),
            Confirmed = OneTimeCode.HashOf(wanted),
            CreatedAt = now,
            ExpiresAt = now.AddDays(input.Days),
        };
        db.Add(link);

        // The reader goes on seeing these two: the next autosave does not replace them.
        text.Keep();
        facts.Keep();
        audit.Record(actor, AuditVerb.DraftLinkMade, entry.Kind.ToString(), entryId,
            new { link = link.Id, revision = text.Number, text.Hash, facts = facts.Hash, expires = link.ExpiresAt });
        var saved = await db.SaveOrStaleAsync(cancellationToken);
        return saved.With(new Made(
            urls.Absolute(SiteUrls.InLanguage(SiteUrls.Draft(code), Language.Find(entry.Language)!)), link.ExpiresAt));
    }

    private Task<IReadOnlyList<CheckLine>> WarningsAsync(Actor actor, LoadedEntry loaded, CancellationToken cancellationToken) =>
        warnings.OfAsync(actor, loaded.Entry!, loaded.Text!.Text, loaded.Facts!.Json, cancellationToken);
}

/// <summary>Ends links with the session in which they may have been made; the entry about that is written by the caller.</summary>
internal sealed class MadeDraftLinks(CmsDbContext db) : IMadeLinks
{
    public Task EndAsync(Guid makerId, DateTime since, CancellationToken cancellationToken) =>
        db.Set<DraftLink>().Where(l => l.CreatedBy == makerId && l.CreatedAt >= since).ExecuteDeleteAsync(cancellationToken);
}

/// <summary>Ends a link at once.</summary>
internal sealed class RevokeDraftLink(CmsDbContext db, EntryLoader loader, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, Guid entryId, Guid linkId, CancellationToken cancellationToken)
    {
        if (await loader.FindAsync(actor, entryId, cancellationToken) is not { Entry: { } entry })
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        if (await db.Set<DraftLink>().SingleOrDefaultAsync(l => l.Id == linkId && l.EntryId == entryId, cancellationToken) is not { } link)
        {
            return Result.Failed(DraftLinkErrors.Gone);
        }

        db.Remove(link);
        audit.Record(actor, AuditVerb.DraftLinkRevoked, entry.Kind.ToString(), entryId, new { link = linkId });
        return await db.SaveOrStaleAsync(cancellationToken);
    }
}
