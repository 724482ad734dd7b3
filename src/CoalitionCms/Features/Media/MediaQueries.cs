using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media;

/// <summary>Files for the page being made: for readers, or in a preview for staff.</summary>
public sealed class MediaQueries(CmsDbContext db)
{
    private string root = MediaView.PublicRoot;

    /// <summary>Says from where the page will get the files: a preview from the address for staff, a feed from the full one.</summary>
    public void ServeFrom(string address) => root = address;

    /// <summary>The files that texts or facts name.</summary>
    public async Task<MediaLookup> LookupAsync(Language language, CancellationToken cancellationToken, params IReadOnlyList<string?> texts)
    {
        var named = MediaUses.In(string.Join(' ', texts));
        if (named.Count == 0)
        {
            return MediaLookup.Empty;
        }

        var files = await db.Media.AsNoTracking().Where(m => named.Contains(m.Sha256)).ToListAsync(cancellationToken);
        return new(files.Select(f => MediaLookup.Show(f, language, root)));
    }
}
