using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media;

/// <summary>Files for the page being rendered: for readers, or in a preview for staff.</summary>
internal sealed class MediaQueries(CmsDbContext db)
{
    private string root = MediaView.PublicRoot;

    /// <summary>Sets the base address of the files: a preview uses the staff address, a feed the absolute one.</summary>
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

/// <summary>A file as shown on a page in one language.</summary>
/// <param name="Width">Width in pixels; 0 for files that are not images.</param>
/// <param name="Widths">The available widths, ascending.</param>
/// <param name="Placeholder">Twelve colours, or empty.</param>
/// <param name="AltText">Alternative text in the language of the page; empty if there is none.</param>
/// <param name="FocusX">Focal point, in percent from the left.</param>
/// <param name="Root">Base address: the public one, or the one for staff.</param>
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
    internal Provenance Provenance { get; init; } = Provenance.None;

    /// <summary>True if a page shows the same of both.</summary>
    internal bool ShowsAs(MediaView other) =>
        this with { Widths = other.Widths, Provenance = other.Provenance } == other && Widths.SequenceEqual(other.Widths)
        && Provenance.ToJson() == other.Provenance.ToJson();

    public const string PublicRoot = "/media/";

    /// <summary>The base address of files for staff, published or not.</summary>
    public const string StaffRoot = "/admin/media/";

    /// <summary>True for photos; other files are attachments.</summary>
    public bool IsImage => Width > 0;

    /// <summary>Returns the file of the original format, about as wide as requested.</summary>
    public string Source(int wanted) => Address(Widths.FirstOrDefault(w => w >= wanted, Widths[^1]), Extension);

    /// <summary>All widths of the original format, as a <c>srcset</c>.</summary>
    public string SourceSet => Set(Extension);

    /// <summary>All widths in WebP, as a <c>srcset</c>; null if there are none besides the original.</summary>
    public string? WebpSet => ContentType is "image/jpeg" or "image/png" ? Set("webp") : null;

    /// <summary>True for recordings, which the browser plays by itself.</summary>
    public bool IsClip => ContentType.StartsWith("audio/", StringComparison.Ordinal) || IsVideo;

    public bool IsVideo => ContentType.StartsWith("video/", StringComparison.Ordinal);

    public string Attachment => $"{Root}{Sha256}/file.{FileSignatures.ExtensionOf(ContentType)}";

    public string Extension =>
        ContentType switch { "image/jpeg" => "jpg", "image/png" => "png", "image/webp" => "webp", "image/gif" => "gif", _ => "pdf" };

    private string Set(string extension) =>
        string.Join(", ", Widths.Select(w => string.Create(CultureInfo.InvariantCulture, $"{Address(w, extension)} {w}w")));

    private string Address(int width, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{Root}{Sha256}/{width}.{extension}");
}

/// <summary>The files that a page may show, by hash.</summary>
internal sealed class MediaLookup(IEnumerable<MediaView> files)
{
    private readonly Dictionary<string, MediaView> byHash = files.ToDictionary(f => f.Sha256, StringComparer.Ordinal);

    public static MediaLookup Empty { get; } = new([]);

    public MediaView? Find(string? sha256) => sha256 is not null && byHash.TryGetValue(sha256, out var file) ? file : null;

    /// <summary>Returns the file for an address such as <c>/media/{sha256}</c>, or null.</summary>
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
        root)
    {
        Provenance = file.Provenance,
    };
}
