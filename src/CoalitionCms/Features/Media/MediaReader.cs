using CoalitionCms.Data;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media;

/// <summary>Files for the page being made: for readers, or in a preview for staff.</summary>
public sealed class MediaReader(CmsDbContext db)
{
    private string root = ShownMedia.PublicRoot;

    /// <summary>Says from where the page will get the files: a preview from the address for staff, a feed from the full one.</summary>
    public void ServeFrom(string address) => root = address;

    /// <summary>The files that texts or facts name.</summary>
    public async Task<MediaShelf> ShelfAsync(Language language, CancellationToken cancellationToken, params IReadOnlyList<string?> texts)
    {
        var named = MediaUses.In(string.Join(' ', texts));
        if (named.Count == 0)
        {
            return MediaShelf.Empty;
        }

        var files = await db.Media.AsNoTracking().Where(m => named.Contains(m.Sha256)).ToListAsync(cancellationToken);
        return new(files.Select(f => MediaShelf.Show(f, language, root)));
    }
}
