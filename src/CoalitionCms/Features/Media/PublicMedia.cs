using System.Collections.Concurrent;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media;

/// <summary>Which files readers may have: those that something public uses. Remembered until something public changes, and longer while the database is gone.</summary>
public sealed class PublicMedia : IDisposable
{
    private readonly CacheInvalidation invalidation;
    private volatile ConcurrentDictionary<string, string> allowed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> ofYesterday = new(StringComparer.Ordinal);

    /// <summary>Starts empty and listens for changes.</summary>
    public PublicMedia(CacheInvalidation invalidation)
    {
        this.invalidation = invalidation;
        invalidation.ValuesInvalidated += Forget;
    }

    /// <summary>The media type of a file that readers may have; null for every other.</summary>
    public async Task<string?> FindAsync(CmsDbContext db, string sha256, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = allowed;
            var isKnown = known.TryGetValue(sha256, out var type);
            if (isKnown && invalidation.IsCurrent)
            {
                return type;
            }

            var remembered = type;

            try
            {
                type = await db.Media.Where(m => m.Sha256 == sha256 && db.MediaUses.Any(u => u.Sha256 == m.Sha256 && u.IsPublic)).Select(m => m.ContentType).SingleOrDefaultAsync(cancellationToken);
            }
            catch (Exception outage) when (outage is not OperationCanceledException && (isKnown || ofYesterday.TryGetValue(sha256, out remembered)))
            {
                return remembered;
            }

            if (type is null)
            {
                known.TryRemove(sha256, out _);
                return null;
            }

            // Into the set that was there before the question. When something changed meanwhile it is asked anew: a withdrawn photo does not come back.
            known[sha256] = type;
            if (ReferenceEquals(known, allowed))
            {
                return type;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => invalidation.ValuesInvalidated -= Forget;

    private void Forget(IReadOnlyCollection<string> tags)
    {
        var before = allowed;
        allowed = new(StringComparer.Ordinal);

        // Security: what was withdrawn is not served during an outage either, and of what nobody could hear about, nothing is.
        if (tags.Contains(CacheTag.Everything) || tags.Contains(CacheTag.Unknown))
        {
            ofYesterday.Clear();
            return;
        }

        foreach (var (sha256, type) in before)
        {
            ofYesterday[sha256] = type;
        }

        foreach (var sha256 in ofYesterday.Keys.Where(k => tags.Contains(CacheTag.Media(k))).ToList())
        {
            ofYesterday.TryRemove(sha256, out _);
        }
    }
}
