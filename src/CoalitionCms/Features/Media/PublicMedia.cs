using System.Collections.Concurrent;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media;

internal sealed record ServedFile(string ContentType, string Title);

/// <summary>
/// Determines which files are public, that is, used by something public. Cached until something public changes, and longer while the
/// database is unavailable.
/// </summary>
internal sealed class PublicMedia : IDisposable
{
    private readonly CacheInvalidation invalidation;
    private volatile ConcurrentDictionary<string, ServedFile> allowed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ServedFile> ofYesterday = new(StringComparer.Ordinal);

    public PublicMedia(CacheInvalidation invalidation)
    {
        this.invalidation = invalidation;
        invalidation.ValuesInvalidated += Forget;
    }

    /// <summary>Returns a public file; null for any other.</summary>
    public async Task<ServedFile?> FindAsync(CmsDbContext db, string sha256, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = allowed;
            var isKnown = known.TryGetValue(sha256, out var file);
            if (isKnown && invalidation.IsCurrent)
            {
                return file;
            }

            var remembered = file;

            try
            {
                var found = await db.Set<MediaFile>()
                    .Where(m => m.Sha256 == sha256 && db.Set<MediaUse>().Any(u => u.Sha256 == m.Sha256 && u.IsPublic))
                    .Select(m => new { m.ContentType, m.AltText }).SingleOrDefaultAsync(cancellationToken);
                file = found is null ? null : new(found.ContentType, MediaFile.TitleOf(found.AltText));
            }
            catch (Exception outage) when (outage is not OperationCanceledException
                && (isKnown || ofYesterday.TryGetValue(sha256, out remembered)))
            {
                return remembered;
            }

            if (file is null)
            {
                known.TryRemove(sha256, out _);
                return null;
            }

            // Added to the set that was current before the query. If something changed meanwhile, the query is repeated, so that a
            // withdrawn photo is not cached.
            known[sha256] = file;
            if (ReferenceEquals(known, allowed))
            {
                return file;
            }
        }
    }

    public void Dispose() => invalidation.ValuesInvalidated -= Forget;

    private void Forget(IReadOnlyCollection<string> tags)
    {
        var before = allowed;
        allowed = new(StringComparer.Ordinal);

        // Security: what was withdrawn is not served during an outage either; if changes may have been missed, nothing is served.
        if (tags.Contains(CacheTag.Everything) || tags.Contains(CacheTag.Unknown))
        {
            ofYesterday.Clear();
            return;
        }

        foreach (var (sha256, file) in before)
        {
            ofYesterday[sha256] = file;
        }

        foreach (var sha256 in ofYesterday.Keys.Where(k => tags.Contains(CacheTag.Media(k))).ToList())
        {
            ofYesterday.TryRemove(sha256, out _);
        }
    }
}
