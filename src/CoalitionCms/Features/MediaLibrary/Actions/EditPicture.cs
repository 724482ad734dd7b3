using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.MediaLibrary.Actions;

/// <summary>
/// Turns and crops a picture, and covers or blurs areas of it. The result is a picture of its own, which takes the place of the old one
/// in every draft that the actor may edit; the old one is deleted as soon as no text uses it.
/// </summary>
internal sealed class EditPicture(
    CmsDbContext db, AuditLog audit, TimeProvider clock, MediaPreparation preparation, SealedOriginals originals, MediaStore store,
    ReplaceMedia replaceMedia, RemoveMedia removeMedia)
{
    /// <param name="ShowsHiddenMembers">Whether the result still shows members who do not want to be identified.</param>
    public sealed record Input(string Sha256, PictureEdits Edits, bool ShowsHiddenMembers);

    /// <param name="Sha256">The edited picture.</param>
    /// <param name="PublicUses">The number of public texts that show the old one until their drafts are published.</param>
    /// <param name="OthersDrafts">The number of drafts that the actor may not edit, which still show the old one.</param>
    public sealed record Edited(string Sha256, ReplaceMedia.Replaced Drafts, int PublicUses, int OthersDrafts);

    public async Task<Result<Edited>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var old = await db.Set<MediaFile>().SingleOrDefaultAsync(m => m.Sha256 == input.Sha256 && m.Width > 0, cancellationToken);
        if (old is null || !(actor.May(Permission.EditEverything) || (actor.AccountId is not null && old.AddedBy == actor.AccountId)))
        {
            return MediaErrors.NoSuchFile;
        }

        var edits = input.Edits;
        PictureArea[] areas = [.. edits.Covered, .. edits.Blurred, .. edits.Crop is { } crop ? [crop] : Array.Empty<PictureArea>()];
        if (!Array.TrueForAll(areas, a => a.IsInside) || areas.Length > PictureEdits.MostAreas)
        {
            return MediaErrors.AreaOutside;
        }

        if (edits.IsNothing || edits.Turn is not (0 or 90 or 180 or 270))
        {
            return MediaErrors.NothingToEdit;
        }

        var (problem, media) = await preparation.EditAsync(old.Sha256, old.Width, old.ContentType, edits, cancellationToken);
        if (media is null)
        {
            return MediaErrors.Of(problem ?? MediaProblem.Truncated);
        }

        if (media.Sha256 == old.Sha256)
        {
            return MediaErrors.NothingToEdit;
        }

        var edited = await db.Set<MediaFile>().SingleOrDefaultAsync(m => m.Sha256 == media.Sha256, cancellationToken)
            ?? db.Add(await MakeAsync(actor, old, media, edits, cancellationToken)).Entity;
        edited.ShowsHiddenMembers = input.ShowsHiddenMembers;
        (edited.IsReplaced, old.IsReplaced) = (false, true);
        audit.Record(actor, AuditVerb.MediaEdited, "Media", media.Sha256, new
        {
            of = old.Sha256,
            turned = edits.Turn,
            cropped = edits.Crop is not null,
            covered = edits.Covered.Count,
            blurred = edits.Blurred.Count,
            hidden = input.ShowsHiddenMembers,
        });
        await db.SaveChangesAsync(cancellationToken);
        db.DiscardChanges();

        var drafts = await replaceMedia.InDraftsAsync(actor, input.Sha256, media.Sha256, cancellationToken);
        var publicUses = await db.Set<MediaUse>().CountAsync(u => u.Sha256 == input.Sha256 && u.IsPublic, cancellationToken);
        var draftUses = await db.Set<MediaUse>().Where(u => u.Sha256 == input.Sha256 && !u.IsPublic)
            .Join(db.Set<Entry>().Where(e => e.TrashedAt == null), u => u.EntryId, e => e.Id, (u, e) => e.Id).Distinct()
            .CountAsync(cancellationToken);
        await removeMedia.PurgeReplacedAsync(cancellationToken);
        return Result.Of(new Edited(media.Sha256, drafts, publicUses, draftUses - drafts.NotDone.Count));
    }

    private async Task<MediaFile> MakeAsync(Actor actor, MediaFile old, PreparedMedia media, PictureEdits edits,
        CancellationToken cancellationToken)
    {
        // Security: without the setting, nobody can uncover what was covered; with it, only an admin, and the log tells of it.
        var keeps = await db.Set<SiteSettings>().Select(s => s.KeepsOriginals).SingleOrDefaultAsync(cancellationToken);
        if (keeps && originals.Has(old.Sha256))
        {
            await originals.CopyAsync(old.Sha256, media.Sha256, cancellationToken);
        }
        else if (keeps && store.Find(old.Sha256, FormattableString.Invariant($"{old.Width}.{Extension(old)}")) is { } path)
        {
            await originals.SealAsync(media.Sha256, await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);
        }

        var isMoved = edits.Crop is not null || edits.Turn != 0;
        return new MediaFile
        {
            Sha256 = media.Sha256,
            ContentType = media.ContentType,
            Length = media.Length,
            Width = media.Width,
            Height = media.Height,
            Widths = string.Join(',', media.Widths),
            Placeholder = media.Placeholder,
            Removed = old.Removed,
            Name = old.Name,
            FocusX = isMoved ? 50 : old.FocusX,
            FocusY = isMoved ? 50 : old.FocusY,
            HasOriginal = keeps,
            AddedBy = old.AddedBy ?? actor.AccountId,
            AddedAt = clock.NowToMillisecond(),
        }.Describe(old.AltText, old.Caption, old.Credit, old.Licence);
    }

    private static string Extension(MediaFile file) =>
        file.ContentType == "image/jpeg" ? "jpg" : file.ContentType["image/".Length..];
}
