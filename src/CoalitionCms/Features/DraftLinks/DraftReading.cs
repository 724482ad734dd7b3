using System.Threading.RateLimiting;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Settings;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.DraftLinks;

/// <summary>A draft that a link leads to.</summary>
internal sealed record LinkedDraft(EntryKind Kind, Guid ItemId, Language Language, EntryText Text, string FactsJson, DateTime ExpiresAt);

/// <summary>Reads drafts for readers who have a link to them.</summary>
internal sealed class DraftReading(CmsDbContext db, DraftWarnings warnings, AuditLog audit, TimeProvider clock, ReadingOnly readingOnly)
{
    /// <summary>Forbids everybody to keep, index or pass on what is answered.</summary>
    public static void ForbidKeeping(HttpContext context, PageCacheTags shown)
    {
        shown.DoNotCache();
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
    }

    /// <summary>
    /// The draft of a code; null when there is no such link, or it has ended. That it was opened is logged, at most once an hour, before
    /// anything is shown.
    /// </summary>
    public async Task<LinkedDraft?> OpenAsync(string code, CancellationToken cancellationToken)
    {
        // A site that writes nothing cannot log who reads drafts, so it shows none.
        if (await FindAsync(code, cancellationToken) is not { } found || await readingOnly.IsOnAsync(cancellationToken))
        {
            return null;
        }

        var (link, entry) = found;
        var text = await db.Set<TextRevision>().AsNoTracking().SingleAsync(r => r.Id == link.RevisionId, cancellationToken);
        var facts = await db.Set<FactsRevision>().AsNoTracking().SingleAsync(f => f.Id == link.FactsRevisionId, cancellationToken);

        if (!await MayBeShownAsync(link, entry, text, facts, cancellationToken))
        {
            return null;
        }

        if (link.Open(clock.NowToMillisecond()))
        {
            audit.Record(Actor.Visitor, AuditVerb.DraftLinkOpened, entry.Kind.ToString(), entry.Id,
                new { link = link.Id, revision = text.Number });
            await db.SaveChangesAsync(cancellationToken);
        }

        return new(entry.Kind, entry.ItemId, Language.Find(entry.Language)!, text.Text, facts.Json, link.ExpiresAt);
    }

    /// <summary>A file that the draft of a code shows; null for any other.</summary>
    public async Task<ServedFile?> FindFileAsync(string code, string sha256, CancellationToken cancellationToken)
    {
        if (await FindAsync(code, cancellationToken) is not { } found || await readingOnly.IsOnAsync(cancellationToken))
        {
            return null;
        }

        // Security: only what this very revision shows, while its page is shown. A link to one draft is no key to the library.
        var (link, entry) = found;
        var text = await db.Set<TextRevision>().AsNoTracking().SingleAsync(r => r.Id == link.RevisionId, cancellationToken);
        var facts = await db.Set<FactsRevision>().AsNoTracking().SingleAsync(f => f.Id == link.FactsRevisionId, cancellationToken);
        return MediaUses.In(text.Body + facts.Json).Contains(sha256)
            && await MayBeShownAsync(link, entry, text, facts, cancellationToken)

            // Security: what was covered since is seen in the picture that was replaced.
            && await db.Set<MediaFile>().AsNoTracking().SingleOrDefaultAsync(m => m.Sha256 == sha256 && !m.IsReplaced, cancellationToken)
                is { } file
            ? new(file.ContentType, MediaFile.TitleOf(file.AltText)) : null;
    }

    /// <summary>Security: somebody who is named or shown in it may have chosen to be hidden since.</summary>
    private async Task<bool> MayBeShownAsync(DraftLink link, Entry entry, TextRevision text, FactsRevision facts,
        CancellationToken cancellationToken)
    {
        var lines = await warnings.OfAsync(Actor.System, entry, text.Text, facts.Json, cancellationToken);
        var toConfirm = PublishingChecklist.ToConfirm(lines);
        return toConfirm.Length == 0 || OneTimeCode.HashOf(toConfirm) == link.Confirmed;
    }

    private async Task<(DraftLink Link, Entry Entry)?> FindAsync(string code, CancellationToken cancellationToken)
    {
        var (hash, now) = (OneTimeCode.HashOf(code), clock.NowToMillisecond());
        if (await db.Set<DraftLink>().SingleOrDefaultAsync(l => l.CodeHash == hash && l.ExpiresAt > now, cancellationToken) is not { } link
            || await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == link.EntryId, cancellationToken)
                is not { TrashedAt: null } entry
            || !clock.IsWithin(link.ExpiresAt - link.CreatedAt, link.CreatedAt))
        {
            return null;
        }

        // Security: a link is valid only as long as the rights of its maker. Links of the host's command line are not affected.
        if (link.CreatedBy is { } maker)
        {
            var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == maker, cancellationToken);
            if (account is not { MayEnter: true } || OneTimeCode.HashOf(account.SecurityStamp ?? "") != link.MakerStamp
                || !EntryRights.MayEdit(Actor.Account(account.Id, account.Role), entry.Kind, entry.CreatedBy))
            {
                return null;
            }
        }

        return (link, entry);
    }
}

/// <summary>What the maker of a link confirms before somebody outside sees a text: hidden members who are named or shown in it.</summary>
internal sealed class DraftWarnings(PublishingChecklist checklist)
{
    public async Task<IReadOnlyList<CheckLine>> OfAsync(Actor by, Entry entry, EntryText text, string factsJson,
        CancellationToken cancellationToken)
    {
        var lines = await checklist.RunAsync(
            new(entry.Id, entry.ItemId, entry.Kind, Language.Find(entry.Language)!, text, factsJson, by) { WithAdvice = false },
            cancellationToken);

        // Remarks are not part of what the reader sees.
        return [.. lines.Where(l => (l.Weight == CheckWeight.Confirm && l.Key != RemarksCheck.Key) || l == CheckLine.ForEditor)];
    }
}

/// <summary>
/// How often a draft and its files may be asked for: counted for each link, so that nobody behind the same address (a Tor exit, an onion
/// service) shuts out its reader. Codes that are wrong are counted for each client, after the one indexed look that shows that they are.
/// </summary>
internal sealed class DraftLimits : IDisposable
{
    public const int WrongOfClient = 20;
    public const int PagesOfLink = 60;

    private readonly PartitionedRateLimiter<string> wrong = Limit(WrongOfClient);
    private readonly PartitionedRateLimiter<string> pages = Limit(PagesOfLink);
    private readonly PartitionedRateLimiter<string> files = Limit(10 * PagesOfLink);

    public bool AllowsWrong(string client) => Takes(wrong, client);

    public bool AllowsPage(string code) => Takes(pages, code);

    public bool AllowsFile(string code) => Takes(files, code);

    public void Dispose()
    {
        wrong.Dispose();
        pages.Dispose();
        files.Dispose();
    }

    private static bool Takes(PartitionedRateLimiter<string> limiter, string client)
    {
        using var lease = limiter.AttemptAcquire(client);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Limit(int most) => PartitionedRateLimiter.Create<string, string>(
        client => RateLimitPartition.GetTokenBucketLimiter(client, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = most,
            TokensPerPeriod = most,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));
}
