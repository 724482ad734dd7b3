using CoalitionCms.Data;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Publishing;

/// <summary>Things to refer to from a form: the two hundred newest of a kind, by the title in the reader's language.</summary>
public sealed class EntryChoices(CmsDbContext db)
{
    /// <summary>Choices of a kind, "none" first.</summary>
    public async Task<IReadOnlyList<SelectListItem>> OfAsync(EntryKind kind, Language language, CancellationToken cancellationToken)
    {
        var code = language.Code;
        var entries = await db.Entries.AsNoTracking()
            .Where(e => e.Kind == kind && e.TrashedAt == null && (e.Language == code || (e.IsOriginal && !db.Entries.Any(s => s.SubjectId == e.SubjectId && s.Language == code))))
            .OrderByDescending(e => e.UpdatedAt).Take(200).Select(e => new { e.SubjectId, e.Title }).ToListAsync(cancellationToken);
        return [new SelectListItem("–", ""), .. entries.Select(e => new SelectListItem(e.Title, e.SubjectId.ToString("D")))];
    }
}
