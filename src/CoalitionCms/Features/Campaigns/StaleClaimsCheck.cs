using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Campaigns;

/// <summary>
/// Lists what still says in public that somebody is held who is free or dead by the facts to be published: active campaigns, and texts with
/// a present tense of prison. News stays as it was written.
/// </summary>
internal sealed class StaleClaimsCheck(CmsDbContext db) : IPublishingCheck
{
    // Whole phrases, so that "was released" and "former prisoner" are not found.
    private static readonly string[] Claims =
    [
        "is in prison", "is imprisoned", "is being held", "is detained", "is held", "remains in prison", "remains imprisoned",
        "still in prison", "still imprisoned", "still detained", "is serving", "must be released", "must be freed", "demand the release",
        "demands the release", "calls for the release", "正在服刑", "仍在狱中", "仍在獄中", "在狱中服刑", "在獄中服刑", "仍被关押", "仍被關押", "在押",
        "被关押在", "被關押在", "立即释放", "立即釋放", "要求释放", "要求釋放", "수감되어 있", "복역 중", "수감 중", "구금되어 있", "석방하라", "즉각 석방",
        "تۈرمىدە تۇرۇۋاتىدۇ", "تۈرمىدە يېتىۋاتىدۇ", "دەرھال قويۇپ بېرىلىشى",
    ];

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        if (!text.WithAdvice || text.Kind != EntryKind.Person || text.ItemId == Guid.Empty
            || FactsJson.Read<PersonFacts>(text.FactsJson)
            is not { Status: CaseStatus.Released or CaseStatus.InExile or CaseStatus.DiedInCustody } facts)
        {
            return [];
        }

        var lines = new List<CheckLine>();
        var campaigns = CampaignsOfPerson.CampaignsOf(db, text.ItemId);
        var active = await db.Set<Campaign>().AsNoTracking().IgnoreAutoIncludes()
            .Where(c => campaigns.Contains(c.Id) && c.State == CampaignState.Active).Select(c => c.Id).ToListAsync(cancellationToken);
        var texts = await db.Set<Publication>().AsNoTracking()
            .Where(p => p.ItemId == text.ItemId || campaigns.Contains(p.ItemId) || p.Kind == EntryKind.Page)
            .Select(p => new { p.EntryId, p.ItemId, p.Kind, p.Language, p.Title, p.Summary, p.Body }).ToListAsync(cancellationToken);
        var asked = texts.Where(t => active.Contains(t.ItemId)).DistinctBy(t => t.ItemId).ToList();
        if (asked.Count > 0)
        {
            lines.Add(new("Check.CampaignsOfFree", CheckWeight.Advice, asked.Count)
            {
                Links = [.. asked.Select(t => new CheckLink(t.Title, t.Language, SiteUrls.Edit(t.Kind, t.EntryId)))],
            });
        }

        var names = facts.Names.Select(n => n.Text).ToList();
        var stale = texts.Where(t => t.EntryId != text.EntryId && (t.Kind != EntryKind.Page || names.Exists(n => Has(t.Body, n)))
            && Claims.Any(c => Has($"{t.Title}\n{t.Summary}\n{t.Body}", c))).Select(t => new CheckLink(t.Title, t.Language,
                SiteUrls.Edit(t.Kind, t.EntryId))).ToList();
        if (Claims.Any(c => Has($"{text.Text.Title}\n{text.Text.Summary}\n{text.Text.Body}", c)))
        {
            stale.Insert(0, new(text.Text.Title, text.Language.Code, SiteUrls.Edit(EntryKind.Person, text.EntryId)));
        }

        if (stale.Count > 0)
        {
            lines.Add(new("Check.TextsOfFree", CheckWeight.Advice, stale.Count) { Links = stale });
        }

        return lines;
    }

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
}
