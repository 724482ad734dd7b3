using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media;

internal sealed record LibraryFile(
    string Sha256,
    string ContentType,
    long Length,
    int Width,
    int Height,
    string Widths,
    string Name,
    LocalText AltText,
    LocalText Caption,
    string Credit,
    string Licence,
    int FocusX,
    int FocusY,
    bool ShowsHiddenMembers,
    bool HasOriginal,
    string Removed,
    bool IsReplaced,
    Guid? AddedBy,
    DateTime AddedAt)
{
    public Provenance Provenance { get; init; } = Provenance.None;

    public bool IsImage => Width > 0;

    /// <summary>True for those who may describe, edit and delete it.</summary>
    public bool MayChange(Actor actor) =>
        actor.May(Permission.EditEverything) || (actor.AccountId is not null && AddedBy == actor.AccountId);

    public string Title => MediaFile.TitleOf(AltText);

    /// <summary>True when words that were typed are in the texts that are here.</summary>
    internal bool Says(string? words) => MediaFile.IndexOf(Name, Credit, Provenance, AltText, Caption) is var index
        && SearchQuery.Of(words).Phrases.All(p => index.Contains(string.Join(' ', p), StringComparison.Ordinal));

    /// <summary>Name of the smallest file that is at least 320 pixels wide; of the PDF itself for an attachment.</summary>
    public string Thumb =>
        IsImage
            ? ChooseWidth() + ContentType switch { "image/gif" => ".gif", "image/png" => ".png", "image/webp" => ".webp", _ => ".jpg" }
            : "file." + FileSignatures.ExtensionOf(ContentType);

    public bool IsClip => ContentType.StartsWith("audio/", StringComparison.Ordinal) || IsVideo;

    public bool IsVideo => ContentType.StartsWith("video/", StringComparison.Ordinal);

    public string ThumbPath => $"{SiteUrls.MediaFile(Sha256)}/thumb";

    /// <summary>Returns the Markdown for the file, with its description in a language.</summary>
    public string Markdown(Language language, string otherwise = "")
    {
        var words = AltText.In(language.Code) is { Length: > 0 } known ? known : otherwise;
        return IsImage
            ? $"![{Escape(words)}](/media/{Sha256})"
            : $"[{Escape(words.Length > 0 ? words : Name.Length > 0 ? Name : "PDF")}](/media/{Sha256}/{Thumb})";
    }

    private static string Escape(string words) =>
        words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal);

    private string ChooseWidth() =>
        Widths.Split(',') is var all && Array.Find(all, w => int.Parse(w, System.Globalization.CultureInfo.InvariantCulture) >= 320)
        is { } found ? found : all[^1];
}

internal enum LibraryFilter
{
    All,

    /// <summary>Files that no text uses.</summary>
    Unused,

    WithoutAlt,
}

internal sealed record LibraryPage(IReadOnlyList<LibraryFile> Files, string? Next);

/// <summary>The media library: editors see all files, members their own and those that are public.</summary>
internal sealed class MediaAdminQueries(CmsDbContext db)
{
    private const int PageSize = 30;

    /// <summary>Returns a page of the library, newest first; null when the cursor is malformed.</summary>
    public async Task<LibraryPage?> ListAsync(Actor actor, LibraryFilter filter, string? words, string? before,
        CancellationToken cancellationToken, bool imagesOnly = false)
    {
        var files = MayUse(actor).Where(m => !m.IsReplaced);
        files = filter switch
        {
            LibraryFilter.Unused => files.Where(m => !db.Set<MediaUse>().Any(u => u.Sha256 == m.Sha256)),
            LibraryFilter.WithoutAlt => files.Where(m => m.Width > 0 && m.AltText == LocalText.Empty),
            _ => files,
        };
        files = imagesOnly ? files.Where(m => m.Width > 0) : files;
        foreach (var pattern in LikePattern.OfIndex(words))
        {
            files = files.Where(m => EF.Functions.Like(m.Words, pattern, LikePattern.Escape));
        }

        if (before is not null)
        {
            if (ReadCursor(before) is not var (at, hash))
            {
                return null;
            }

            files = files.Where(m => m.AddedAt <= at && (m.AddedAt < at || m.Sha256.CompareTo(hash) < 0));
        }

        var found = await Lines(files.OrderByDescending(m => m.AddedAt).ThenByDescending(m => m.Sha256).Take(PageSize + 1))
            .ToListAsync(cancellationToken);
        var next = found.Count <= PageSize ? null
            : FormattableString.Invariant($"{found[PageSize - 1].AddedAt.Ticks:x}-{found[PageSize - 1].Sha256}");
        return new([.. found.Take(PageSize).Select(f => SeenBy(actor, f)).Where(f => f.MayChange(actor) || f.Says(words))], next);
    }

    /// <summary>Returns a file; null when it does not exist or the actor may not use it.</summary>
    public async Task<LibraryFile?> FindAsync(Actor actor, string sha256, CancellationToken cancellationToken) =>
        await Lines(MayUse(actor).Where(m => m.Sha256 == sha256)).SingleOrDefaultAsync(cancellationToken) is { } file
            ? SeenBy(actor, file) : null;

    /// <summary>Returns a file that was just uploaded. Anyone who has its bytes may see it, but not what others wrote about it.</summary>
    public async Task<LibraryFile?> FindSentAsync(Actor actor, string sha256, CancellationToken cancellationToken) =>
        await FindAsync(actor, sha256, cancellationToken)
        ?? (await Lines(db.Set<MediaFile>().AsNoTracking().Where(m => m.Sha256 == sha256)).SingleOrDefaultAsync(cancellationToken)
        is { } sent
            ? sent with
            {
                Name = "",
                AltText = LocalText.Empty,
                Caption = LocalText.Empty,
                Credit = "",
                Licence = "",
                Removed = "",
                Provenance = Provenance.None,
            }
            : null);

    /// <summary>Returns the entries that use a file; draft and public text of one entry are listed separately.</summary>
    public async Task<IReadOnlyList<(Guid EntryId, bool IsPublic)>> UsesAsync(string sha256, CancellationToken cancellationToken) =>
        [.. (await db.Set<MediaUse>().AsNoTracking().Where(u => u.Sha256 == sha256).OrderBy(u => u.EntryId).ThenBy(u => u.IsPublic)
        .Take(200)
        .ToListAsync(cancellationToken)).Select(u => (u.EntryId, u.IsPublic))];

    // Security: what staff call a file, and who checked it, may name somebody; readers never see it, nor do those who may only use the
    // file.
    private static LibraryFile SeenBy(Actor actor, LibraryFile file) => file.MayChange(actor) ? file
        : file with { Name = "", Removed = "", Provenance = file.Provenance with { CheckedBy = "" } };

    // Security: a photo in another author's draft is as restricted as the draft.
    private IQueryable<MediaFile> MayUse(Actor actor) => actor.May(Permission.EditEverything)
        ? db.Set<MediaFile>().AsNoTracking()
        : db.Set<MediaFile>().AsNoTracking()
        .Where(m => m.AddedBy == actor.AccountId || db.Set<MediaUse>().Any(u => u.Sha256 == m.Sha256 && u.IsPublic));

    private static (DateTime At, string Sha256)? ReadCursor(string text) =>
        text.Split('-') is [var ticks, { Length: 64 } hash]
        && long.TryParse(ticks, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture,
        out var value) && value >= 0 && value <= DateTime.MaxValue.Ticks
            ? (new DateTime(value, DateTimeKind.Utc), hash)
            : null;

    private static IQueryable<LibraryFile> Lines(IQueryable<MediaFile> files) => files.Select(m => new LibraryFile(
        m.Sha256, m.ContentType, m.Length, m.Width, m.Height, m.Widths, m.Name, m.AltText, m.Caption, m.Credit, m.Licence, m.FocusX,
        m.FocusY, m.ShowsHiddenMembers, m.HasOriginal, m.Removed, m.IsReplaced, m.AddedBy,
        m.AddedAt)
    {
        Provenance = m.Provenance,
    });
}
