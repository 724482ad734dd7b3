using System.Security.Cryptography;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media.Actions;

/// <summary>
/// Adds a photo or PDF to the library. Its type is determined by its content; a photo is stored in several widths, without metadata on
/// location and camera.
/// </summary>
internal sealed class AddMedia(CmsDbContext db, AuditLog audit, TimeProvider clock, MediaPreparation preparation, SealedOriginals originals)
{
    public const int MaxBytes = 25 * 1024 * 1024;

    // Security: an account that was stolen fills no disk. Much more than somebody brings home from an event.
    private const long MostBytesADay = 1024L * 1024 * 1024;
    private const int MostFilesADay = 400;

    private const int MaxName = 120;

    /// <summary>The upload.</summary>
    /// <param name="Content">The bytes.</param>
    /// <param name="FileName">The file name on the sender's device; stored so that the file can be found again, never part of a
    /// path.</param>
    public sealed record Input(ReadOnlyMemory<byte> Content, string FileName, Language Language, string AltText);

    /// <summary>
    /// Adds the file and returns its hash; an existing file only gets the description, if it has none and the actor may describe it.
    /// </summary>
    public async Task<Result<string>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.WriteArticles))
        {
            return MediaErrors.NotAllowed;
        }

        if (await IsTooMuchAsync(actor, cancellationToken))
        {
            return MediaErrors.TooMuchToday;
        }

        var (problem, media) = await preparation.RunAsync(input.Content, cancellationToken);
        if (media is null)
        {
            return MediaErrors.Of(problem ?? MediaProblem.Truncated);
        }

        var altText = CleanText.Line(input.AltText);
        if (altText.Length == 0 && media.Width == 0)
        {
            // A document needs a title; readers save it under that name.
            altText = Path.GetFileNameWithoutExtension(NameOf(input.FileName));
        }

        altText = altText.Length > MediaFile.MaxText ? altText[..MediaFile.MaxText] : altText;
        var known = await db.Set<MediaFile>().SingleOrDefaultAsync(m => m.Sha256 == media.Sha256, cancellationToken);
        if (known is null)
        {
            var keeps = await db.Set<SiteSettings>().Select(s => s.KeepsOriginals).SingleOrDefaultAsync(cancellationToken);
            if (keeps)
            {
                await originals.SealAsync(media.Sha256, input.Content, cancellationToken);
            }

            db.Add(Make(media, NameOf(input.FileName), actor, keeps)
                .Describe(LocalText.Of(input.Language.Code, altText), LocalText.Empty, "", ""));
            var original = keeps ? Convert.ToHexStringLower(SHA256.HashData(input.Content.Span)) : null;
            audit.Record(actor, AuditVerb.MediaAdded, "Media", media.Sha256,
                new { type = media.ContentType, length = media.Length, removed = media.RemovedMetadata, original });
        }
        else if (known.IsReplaced && known.MayBeChangedBy(actor))
        {
            // Who could have replaced it sent it again, so it is wanted.
            known.IsReplaced = false;
            audit.Record(actor, AuditVerb.MediaAdded, "Media", media.Sha256, new { again = true });
        }
        else if (altText.Length > 0 && known.AltText.In(input.Language.Code).Length == 0
            && !await db.Set<MediaUse>().AnyAsync(u => u.Sha256 == known.Sha256 && u.IsPublic, cancellationToken)
            && await MayDescribeAsync(actor, known, cancellationToken))
        {
            // What readers see already is described in the library or in the text, by their rules.
            known.Describe(known.AltText.With(input.Language.Code, altText), known.Caption, known.Credit, known.Licence);
            audit.Record(actor, AuditVerb.MediaDescribed, "Media", media.Sha256, new { language = input.Language.Code });
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (known is null)
        {
            // The same photo was added concurrently; the existing row is used.
            db.DiscardChanges();
            if (!await db.Set<MediaFile>().AnyAsync(m => m.Sha256 == media.Sha256, cancellationToken))
            {
                throw;
            }
        }

        return Result.Of(media.Sha256);
    }

    /// <summary>
    /// Security: somebody who sends the same bytes neither describes the photo of somebody else, nor what readers see, without an approval
    /// that is needed for it.
    /// </summary>
    private async Task<bool> MayDescribeAsync(Actor actor, MediaFile file, CancellationToken cancellationToken) =>
        file.MayBeChangedBy(actor)
        && !(await db.Set<SiteSettings>().Select(s => s.NeedsApproval).SingleOrDefaultAsync(cancellationToken)
            && await db.Set<MediaUse>().AnyAsync(u => u.Sha256 == file.Sha256 && u.IsPublic, cancellationToken));

    private async Task<bool> IsTooMuchAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } account || actor.May(Permission.ManageAccounts))
        {
            return false;
        }

        var since = clock.NowToMillisecond() - TimeSpan.FromDays(1);
        var lengths = await db.Set<MediaFile>().Where(m => m.AddedBy == account && m.AddedAt > since).Select(m => m.Length)
            .ToListAsync(cancellationToken);
        return lengths.Count >= MostFilesADay || lengths.Sum() >= MostBytesADay;
    }

    private MediaFile Make(PreparedMedia media, string name, Actor actor, bool hasOriginal) => new()
    {
        Sha256 = media.Sha256,
        ContentType = media.ContentType,
        Length = media.Length,
        Width = media.Width,
        Height = media.Height,
        Widths = string.Join(',', media.Widths),
        Placeholder = media.Placeholder,
        Removed = string.Join(',', media.RemovedMetadata),
        Name = name,
        HasOriginal = hasOriginal,
        AddedBy = actor.AccountId,
        AddedAt = clock.NowToMillisecond(),
    };

    private static string NameOf(string fileName)
    {
        var name = CleanText.Line(fileName.Replace('\\', '/').Split('/')[^1]);
        return name.Length > MaxName ? name[..MaxName] : name;
    }
}
