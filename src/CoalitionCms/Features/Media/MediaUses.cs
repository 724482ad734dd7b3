using System.Text.RegularExpressions;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media;

/// <summary>Determines which files a text uses. Any hash of a file in texts or facts counts as a use.</summary>
internal static partial class MediaUses
{
    /// <summary>Returns the distinct hashes in a text, in order.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Hash().Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Updates the rows of an entry's uses to match its text, in the next save.</summary>
    /// <param name="isFirst">True when there was no such text before, and so no uses.</param>
    public static async Task SettleAsync(CmsDbContext db, Guid entryId, bool isPublic, string text, CancellationToken cancellationToken,
        bool isFirst = false)
    {
        var named = In(text);
        var uses = isFirst
            ? []
            : await db.Set<MediaUse>().Where(u => u.EntryId == entryId && u.IsPublic == isPublic).ToListAsync(cancellationToken);
        if (named.Count == 0 && uses.Count == 0)
        {
            return;
        }

        // A hash that is not a file of the library is ignored.
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
