using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.MediaLibrary.Actions;

/// <summary>Sets what a file shows, its author, and whether it shows members who want to stay unidentified.</summary>
internal sealed class DescribeMedia(
    CmsDbContext db, AuditLog audit, SearchIndex search, IHiddenNames names, CmsOptions options, TimeProvider clock)
{
    public sealed record Input(string Sha256, string Name, LocalText AltText, LocalText Caption, string Credit, string Licence, int FocusX,
        int FocusY, bool ShowsHiddenMembers)
    {
        /// <summary>Where it comes from; null to leave that unchanged.</summary>
        public Provenance? Provenance { get; init; }
    }

    public async Task<Result> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var file = await db.Set<MediaFile>().SingleOrDefaultAsync(m => m.Sha256 == input.Sha256, cancellationToken);
        if (file is null || !file.MayBeChangedBy(actor))
        {
            return Result.Failed(MediaErrors.NoSuchFile);
        }

        var corrections = input.Provenance?.Corrections ?? [];
        var errors = Check(input).Concat(Correction.Check(corrections, "Corrections", clock.TodayIn(options.Zone))).ToList();
        if (errors.Count > 0)
        {
            return Result.Failed(errors);
        }

        // Security: an approval covers the photo but not these texts. If public text needs approval, they must be written in the entry
        // itself.
        if (await SaysMoreInPublicAsync(file, input, cancellationToken))
        {
            return Result.Failed(MediaErrors.NeedsApproval);
        }

        var words = input.AltText.All.Concat(input.Caption.All).Select(t => t.Value).Append(input.Credit)
            .Concat((input.Provenance ?? Provenance.None).Words);
        if (await db.Set<MediaUse>().AnyAsync(u => u.Sha256 == file.Sha256 && u.IsPublic, cancellationToken)
            && await names.AreInAsync(actor, string.Join('\n', words), cancellationToken))
        {
            return Result.Failed(MediaErrors.HiddenNames);
        }

        file.Name = CleanText.Line(input.Name);
        file.Describe(input.AltText, input.Caption, CleanText.Line(input.Credit), CleanText.Line(input.Licence),
            input.Provenance);
        (file.FocusX, file.FocusY, file.ShowsHiddenMembers) = (input.FocusX, input.FocusY, input.ShowsHiddenMembers);

        // Captions may contain names, so the log records only that they changed.
        audit.Record(actor, AuditVerb.MediaDescribed, "Media", file.Sha256,
            new { languages = input.AltText.All.Select(a => a.Key), hidden = input.ShowsHiddenMembers });
        foreach (var item in await db.Set<MediaUse>().Where(u => u.Sha256 == input.Sha256 && u.IsPublic)
            .Join(db.Set<Publication>(), u => u.EntryId, p => p.EntryId, (_, p) => new { p.ItemId, p.Kind }).ToListAsync(cancellationToken))
        {
            db.Invalidate(CacheTag.Item(item.ItemId), CacheTag.List(item.Kind), CacheTag.Rows(item.Kind));
        }

        await search.PutShowingAsync([file.Sha256], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done;
    }

    private async Task<bool> SaysMoreInPublicAsync(MediaFile file, Input input, CancellationToken cancellationToken) =>
        (file.AltText != input.AltText || file.Caption != input.Caption || file.Credit != CleanText.Line(input.Credit)
            || (input.Provenance is { } about && (about with { CheckedBy = "" }).ToJson() != (file.Provenance with { CheckedBy = "" })
            .ToJson()))
        && await db.Set<SiteSettings>().Select(s => s.NeedsApproval).SingleOrDefaultAsync(cancellationToken)
        && await db.Set<MediaUse>().AnyAsync(u => u.Sha256 == file.Sha256 && u.IsPublic, cancellationToken);

    private static IEnumerable<Error> Check(Input input)
    {
        foreach (var (field, text) in new[] { ("AltText", input.AltText), ("Caption", input.Caption) })
        {
            foreach (var (code, words) in text.All.Where(w => w.Value.Length > MediaFile.MaxText))
            {
                yield return new("Publishing.TooLong", $"{field}[{code}]", words.Length, MediaFile.MaxText);
            }
        }

        foreach (var (field, words) in new[] { ("Name", input.Name), ("Credit", input.Credit), ("Licence", input.Licence),
            ("Source", input.Provenance?.Source ?? ""), ("CheckedBy", input.Provenance?.CheckedBy ?? "") }.Where(w =>
            w.Item2.Length > MediaFile.MaxText))
        {
            yield return new("Publishing.TooLong", field, words.Length, MediaFile.MaxText);
        }

        if (input.FocusX is < 0 or > 100 || input.FocusY is < 0 or > 100)
        {
            yield return new("Form.NotANumber", input.FocusX is < 0 or > 100 ? "FocusX" : "FocusY");
        }
    }
}
