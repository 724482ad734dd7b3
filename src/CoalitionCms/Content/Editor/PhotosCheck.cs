using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>
/// Checks the photos of an entry: each has a description, each exists, and none shows a person who does not want to be identified.
/// </summary>
internal sealed class PhotosCheck(CmsDbContext db) : IPublishingCheck
{
    /// <summary>The line about photos without a description.</summary>
    public const string AltMissing = "Check.AltMissing";

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var images = MarkdownText.Images(text.Text.Body);
        var named = MediaUses.In(text.Text.Body + text.FactsJson);
        if (images.Count == 0 && named.Count == 0)
        {
            return [];
        }

        var files = await db.Set<MediaFile>().AsNoTracking().Where(m => named.Contains(m.Sha256)).ToListAsync(cancellationToken);
        var lookup = new MediaLookup(files.Select(f => MediaLookup.Show(f, text.Language, MediaView.PublicRoot)));
        var unknown = images.Count(i => lookup.At(i.Url) is null);

        // A portrait without a description is described by the person's name.
        var covers = text.Kind == EntryKind.Person
            ? []
            : MediaUses.In(text.FactsJson).Select(lookup.Find).OfType<MediaView>().Where(p => p.IsImage).ToList();
        var silent = images.Index().Where(i => i.Item.AltText.Length == 0 && lookup.At(i.Item.Url) is { AltText.Length: 0 })
            .Select(i => FormattableString.Invariant($"#shot-{i.Index}-alt")).ToList();

        // What the text says about a photo is said about the cover, too.
        silent.AddRange(covers.Where(c => c.AltText.Length == 0
                && !images.Any(i => i.AltText.Length > 0 && lookup.At(i.Url)?.Sha256 == c.Sha256))
            .Select(_ => "#Entry_CoverAlt"));
        var hidden = files.Where(f => f.ShowsHiddenMembers).ToList();
        var replaced = files.Count(f => f.IsReplaced);
        List<CheckLine> lines = [];
        if (unknown > 0)
        {
            lines.Add(new("Check.MediaUnknown", CheckWeight.Blocks, unknown));
        }

        if (replaced > 0)
        {
            lines.Add(new("Check.MediaReplaced", CheckWeight.Blocks, replaced));
        }

        if (silent.Count > 0)
        {
            lines.Add(new(AltMissing, CheckWeight.Blocks, silent.Count) { Place = silent[0] });
        }

        if (hidden.Count > 0)
        {
            lines.Add(new("Check.HiddenShown", CheckWeight.Confirm, hidden.Count)
            {
                // Security: a confirmation is for these photos, not for as many others.
                About = ContentHash.Of([.. hidden.Select(m => m.Sha256).Order(StringComparer.Ordinal)]),
                Place = SiteUrls.EditPicture(hidden[0].Sha256, text.EntryId),
            });
        }

        var all = images.Count + covers.Count;
        return lines.Count > 0 || all == 0 ? lines : [new("Check.AltFine", CheckWeight.Fine, all)];
    }
}
