using System.Globalization;
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

    public async Task<MediaLookup> LookupAsync(Language language, CancellationToken cancellationToken, params IReadOnlyList<string?> texts)
    {
        var named = MediaUses.In(string.Join(' ', texts));
        if (named.Count == 0)
        {
            return MediaLookup.Empty;
        }

        var files = await db.Set<MediaFile>().AsNoTracking().Where(m => named.Contains(m.Sha256)).ToListAsync(cancellationToken);
        return new(files.Select(f => MediaLookup.Show(f, language, root)));
    }
}

/// <summary>A file as a page in one language shows it.</summary>
/// <param name="Width">Pixels across; 0 for what is no image.</param>
/// <param name="Widths">Widths that it can be had in, ascending.</param>
/// <param name="Placeholder">Twelve colours, or empty.</param>
/// <param name="AltText">What it shows, in the language of the page; empty when nobody said.</param>
/// <param name="FocusX">Where the eye should rest, percent from the left.</param>
/// <param name="Root">Where it is served: readers' address, or the one for staff.</param>
public sealed record MediaView(
    string Sha256,
    string ContentType,
    int Width,
    int Height,
    IReadOnlyList<int> Widths,
    string Placeholder,
    string AltText,
    string Caption,
    string Credit,
    int FocusX,
    int FocusY,
    string Root)
{
    public const string PublicRoot = "/media/";

    /// <summary>Where staff get files, published or not.</summary>
    public const string StaffRoot = "/admin/media/";

    /// <summary>True for photos; what is no photo is an attachment.</summary>
    public bool IsImage => Width > 0;

    /// <summary>The file of the original format, about as wide as wanted.</summary>
    public string Source(int wanted) => Address(Widths.FirstOrDefault(w => w >= wanted, Widths[^1]), Extension);

    /// <summary>All widths of the original format, as a <c>srcset</c>.</summary>
    public string SourceSet => Set(Extension);

    /// <summary>All widths in WebP, as a <c>srcset</c>; null where there are none besides the original.</summary>
    public string? WebpSet => ContentType is "image/jpeg" or "image/png" ? Set("webp") : null;

    public string Attachment => $"{Root}{Sha256}/file.pdf";

    public string Extension =>
        ContentType switch { "image/jpeg" => "jpg", "image/png" => "png", "image/webp" => "webp", "image/gif" => "gif", _ => "pdf" };

    private string Set(string extension) =>
        string.Join(", ", Widths.Select(w => string.Create(CultureInfo.InvariantCulture, $"{Address(w, extension)} {w}w")));

    private string Address(int width, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{Root}{Sha256}/{width}.{extension}");
}

/// <summary>The files that a page may show, by hash.</summary>
public sealed class MediaLookup(IEnumerable<MediaView> files)
{
    private readonly Dictionary<string, MediaView> byHash = files.ToDictionary(f => f.Sha256, StringComparer.Ordinal);

    public static MediaLookup Empty { get; } = new([]);

    public MediaView? Find(string? sha256) => sha256 is not null && byHash.TryGetValue(sha256, out var file) ? file : null;

    /// <summary>The file that a text's address such as <c>/media/{sha256}</c> names, or null.</summary>
    public MediaView? At(string? url) =>
        url is not null && url.StartsWith(MediaView.PublicRoot, StringComparison.Ordinal) && url.Length >= MediaView.PublicRoot.Length + 64
        && (url.Length == MediaView.PublicRoot.Length + 64 || url[MediaView.PublicRoot.Length + 64] == '/')
            ? Find(url[MediaView.PublicRoot.Length..(MediaView.PublicRoot.Length + 64)])
            : null;

    public static MediaView Show(MediaFile file, Language language, string root) => new(
        file.Sha256,
        file.ContentType,
        file.Width,
        file.Height,
        [.. file.Widths.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(w => int.Parse(w, CultureInfo.InvariantCulture))],
        file.Placeholder,
        file.AltText.In(language.Code),
        file.Caption.In(language.Code),
        file.Credit,
        file.FocusX,
        file.FocusY,
        root);
}
