using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>Items that a form can refer to: the two hundred newest of a kind, by the title in the reader's language.</summary>
internal sealed class EntryOptions(CmsDbContext db, Texts texts)
{
    private const int MostFound = 12;

    /// <param name="chosen">The current value of the form: it stays in the list, without its title if the actor may not read it.</param>
    public async Task<IReadOnlyList<SelectListItem>> OfAsync(Actor actor, EntryKind kind, Language language, Guid? chosen,
        CancellationToken cancellationToken)
    {
        var code = language.Code;

        // Security: a draft's title is protected like the draft, even where it is only referred to.
        if (!EntryRights.MayEdit(actor, kind, createdBy: null))
        {
            var titles = await PublishedEntries.For(db, language).Where(p => p.Kind == kind)
                .OrderByDescending(p => p.SortAt).Take(200).Select(p => new { p.ItemId, p.Title }).ToListAsync(cancellationToken);
            IEnumerable<SelectListItem> kept = chosen is { } id && titles.TrueForAll(t => t.ItemId != id)
                ? [new(texts["Entry.NotPublic"], id.ToString("D"))]
                : [];
            return [new("–", ""), .. kept, .. titles.Select(t => new SelectListItem(t.Title, t.ItemId.ToString("D")))];
        }

        var entries = await db.Set<Entry>().AsNoTracking()
            .Where(e =>
            e.Kind == kind && e.TrashedAt == null
            && (e.Language == code || (e.IsOriginal && !db.Set<Entry>().Any(s => s.ItemId == e.ItemId && s.Language == code))))
            .OrderByDescending(e => e.UpdatedAt).Take(200).Select(e => new { e.ItemId, e.Title }).ToListAsync(cancellationToken);
        return [new SelectListItem("–", ""), .. entries.Select(e => new SelectListItem(e.Title, e.ItemId.ToString("D")))];
    }

    /// <summary>
    /// Public entries whose title, or name in any spelling, contains these words: those in the reader's language before others, each newest
    /// first.
    /// </summary>
    public async Task<IReadOnlyList<EntryRow>> PublicAsync(string? words, Language language, CancellationToken cancellationToken)
    {
        var found = PublishedEntries.For(db, language);
        foreach (var pattern in LikePattern.OfIndex(words))
        {
            found = found.Where(p => db.Set<SearchDocument>().Any(d => d.EntryId == p.EntryId
                && (EF.Functions.Like(d.Title, pattern, LikePattern.Escape) || EF.Functions.Like(d.Names, pattern, LikePattern.Escape))));
        }

        return await found.OrderByDescending(p => p.SortAt).Take(MostFound).Select(PublishedEntries.ToLine).ToListAsync(cancellationToken);
    }

    /// <summary>Tags of public articles with this beginning, most used first.</summary>
    public async Task<IReadOnlyList<string>> TagsAsync(string? beginning, CancellationToken cancellationToken)
    {
        var slug = Slug.From(CleanText.Line(beginning));
        return await db.Set<PublicationTag>().AsNoTracking().Where(t => t.Slug.StartsWith(slug)).GroupBy(t => t.Slug)
            .OrderByDescending(g => g.Count()).Take(MostFound).Select(g => g.Min(t => t.Word)!).ToListAsync(cancellationToken);
    }
}
