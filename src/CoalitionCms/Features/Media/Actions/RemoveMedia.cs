using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Media.Actions;

/// <summary>Permanently deletes a file that no text uses, and returns its encrypted original to those who may see it.</summary>
internal sealed class RemoveMedia(CmsDbContext db, AuditLog audit, MediaStore store, SealedOriginals originals)
{
    private const int MostAtOnce = 100;

    public async Task<Result> RunAsync(Actor actor, string sha256, CancellationToken cancellationToken)
    {
        var file = await db.Set<MediaFile>().SingleOrDefaultAsync(m => m.Sha256 == sha256, cancellationToken);
        if (file is null || !(actor.May(Permission.EditEverything) || (actor.AccountId is not null && file.AddedBy == actor.AccountId)))
        {
            return Result.Failed(MediaErrors.NoSuchFile);
        }

        if (await db.Set<MediaUse>().AnyAsync(u => u.Sha256 == sha256, cancellationToken))
        {
            return Result.Failed(MediaErrors.StillUsed);
        }

        return await DeleteAsync(actor, file, cancellationToken);
    }

    /// <summary>Deletes pictures in whose place an edited one stands, once nothing uses them.</summary>
    public async Task PurgeReplacedAsync(CancellationToken cancellationToken)
    {
        var unused = await db.Set<MediaFile>().Where(m => m.IsReplaced && !db.Set<MediaUse>().Any(u => u.Sha256 == m.Sha256))
            .OrderBy(m => m.Sha256).Take(MostAtOnce).ToListAsync(cancellationToken);
        foreach (var file in unused)
        {
            await DeleteAsync(Actor.System, file, cancellationToken);
        }
    }

    /// <summary>Returns the file as it was uploaded, including all metadata. For admins only, and logged.</summary>
    public async Task<Result<byte[]>> OpenOriginalAsync(Actor actor, string sha256, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return MediaErrors.NotAllowed;
        }

        if (!await db.Set<MediaFile>().AnyAsync(m => m.Sha256 == sha256 && m.HasOriginal, cancellationToken)
            || await originals.OpenAsync(sha256, cancellationToken) is not { } original)
        {
            return MediaErrors.NoSuchFile;
        }

        audit.Record(actor, AuditVerb.MediaOriginalOpened, "Media", sha256);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Of(original);
    }

    private async Task<Result> DeleteAsync(Actor actor, MediaFile file, CancellationToken cancellationToken)
    {
        var sha256 = file.Sha256;
        db.Remove(file);
        audit.Record(actor, AuditVerb.MediaRemoved, "Media", sha256, new { type = file.ContentType });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // A text began to use the file at the same time; the foreign key prevents the deletion.
            db.DiscardChanges();
            return Result.Failed(MediaErrors.StillUsed);
        }

        // Deleted after the row: without the row the files are not served.
        store.Delete(sha256);
        originals.Delete(sha256);
        return Result.Done;
    }
}
