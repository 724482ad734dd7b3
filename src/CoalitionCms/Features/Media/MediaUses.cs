using System.Text.RegularExpressions;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media;

/// <summary>Which files a text uses. A text names a file by its hash, so whatever names one uses it, in words and in facts.</summary>
public static partial class MediaUses
{
    /// <summary>The hashes that a text names, in order, each once.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Hash().Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Makes the rows of an entry's uses agree with its text, in the save that follows.</summary>
    public static async Task SettleAsync(CmsDbContext db, Guid entryId, bool isPublic, string text, CancellationToken cancellationToken)
    {
        var named = In(text);
        var uses = await db.Set<MediaUse>().Where(u => u.EntryId == entryId && u.IsPublic == isPublic).ToListAsync(cancellationToken);
        if (named.Count == 0 && uses.Count == 0)
        {
            return;
        }

        // A hash that is no file of ours stays a word.
        var known = await db.Set<MediaFile>().Where(m => named.Contains(m.Sha256)).Select(m => m.Sha256).ToListAsync(cancellationToken);
        var gone = uses.Where(u => !known.Contains(u.Sha256)).ToList();
        db.RemoveRange(gone);
        if (isPublic && gone.Count > 0)
        {
            db.Invalidate([.. gone.Select(u => CacheTag.Media(u.Sha256))]);
        }

        db.AddRange(known.Where(k => uses.TrueForAll(u => u.Sha256 != k))
            .Select(k => new MediaUse { Sha256 = k, EntryId = entryId, IsPublic = isPublic }));
    }

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();
}
