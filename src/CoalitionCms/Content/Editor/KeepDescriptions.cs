using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>
/// Keeps what somebody wrote about photos in a text as what the library says about them in that language, so that it is written once.
/// </summary>
internal sealed class KeepDescriptions(CmsDbContext db, AuditLog audit, SearchIndex search, IHiddenNames names)
{
    /// <param name="Replaces">True to replace what the library says already; otherwise only what it does not say is added.</param>
    public sealed record Description(string Sha256, string AltText, bool Replaces = false);

    /// <summary>Changes nothing that readers would see without an approval that is needed for it.</summary>
    /// <param name="mayShow">False while somebody is typing: then nothing changes about photos that are public.</param>
    public async Task<Result> RunAsync(Actor actor, Language language, IReadOnlyList<Description> descriptions, bool mayShow,
        CancellationToken cancellationToken)
    {
        var wanted = descriptions.Select(d => d with { AltText = CleanText.Line(d.AltText) })
            .Where(d => d.AltText.Length is > 0 and <= MediaFile.MaxText).ToList();
        if (wanted.Count == 0)
        {
            return Result.Done;
        }

        var hashes = wanted.ConvertAll(d => d.Sha256);
        var files = await db.Set<MediaFile>().Where(m => hashes.Contains(m.Sha256)).ToListAsync(cancellationToken);
        var changes = new List<(MediaFile File, string AltText, bool Replaces)>();

        // Security: what is said about the photo of somebody else stays in the text. The library would say it in every other text too.
        if (mayShow && files.Exists(f => f.IsImage && !f.MayBeChangedBy(actor) && f.AltText.In(language.Code).Length == 0
            && wanted.TrueForAll(d => d.Sha256 != f.Sha256 || d.Replaces)))
        {
            return Result.Failed(MediaErrors.NotYours);
        }

        foreach (var file in files.Where(f => f.IsImage && f.MayBeChangedBy(actor)))
        {
            var known = file.AltText.In(language.Code);
            var described = wanted.Find(d => d.Sha256 == file.Sha256 && d.Replaces && d.AltText != known)
                ?? wanted.Find(d => d.Sha256 == file.Sha256 && known.Length == 0);
            if (described is not null)
            {
                changes.Add((file, described.AltText, described.Replaces));
            }
        }

        if (changes.Count == 0)
        {
            return Result.Done;
        }

        var changed = changes.ConvertAll(c => c.File.Sha256);
        var shown = await db.Set<MediaUse>().Where(u => changed.Contains(u.Sha256) && u.IsPublic).Select(u => u.Sha256).Distinct()
            .ToListAsync(cancellationToken);

        // Security: an approval covers the photo but not what the library says about it.
        if (shown.Count > 0
            && (!mayShow || await db.Set<SiteSettings>().Select(s => s.NeedsApproval).SingleOrDefaultAsync(cancellationToken)))
        {
            if (mayShow && changes.Exists(c => c.Replaces && shown.Contains(c.File.Sha256)))
            {
                return Result.Failed(MediaErrors.NeedsApproval);
            }

            changes.RemoveAll(c => shown.Contains(c.File.Sha256));
        }

        if (shown.Count > 0 && await names.AreInAsync(actor, string.Join('\n', changes.Select(c => c.AltText)), cancellationToken))
        {
            return Result.Failed(MediaErrors.HiddenNames);
        }

        foreach (var (file, altText, _) in changes)
        {
            file.Describe(file.AltText.With(language.Code, altText), file.Caption, file.Credit, file.Licence);
            audit.Record(actor, AuditVerb.MediaDescribed, "Media", file.Sha256, new { language = language.Code });
        }

        if (shown.Count > 0)
        {
            var items = await db.Set<MediaUse>().Where(u => shown.Contains(u.Sha256) && u.IsPublic)
                .Join(db.Set<Publication>(), u => u.EntryId, p => p.EntryId, (_, p) => new { p.ItemId, p.Kind }).Distinct()
                .ToListAsync(cancellationToken);
            await search.PutShowingAsync(shown, cancellationToken);
            items.ForEach(item => db.Invalidate(CacheTag.Item(item.ItemId), CacheTag.List(item.Kind), CacheTag.Rows(item.Kind)));
        }

        await db.SaveChangesAsync(cancellationToken);
        return Result.Done;
    }
}
