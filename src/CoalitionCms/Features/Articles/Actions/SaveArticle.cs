using CoalitionCms.Data;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Articles.Actions;

/// <summary>Saves an article as a draft: a byline needs a name, and what it refers to must exist.</summary>
public sealed class SaveArticle(CmsDbContext db, SaveDraft saveDraft)
{
    /// <summary>Saves, or says what stands in the way.</summary>
    public async Task<Outcome<SaveDraft.Saved>> RunAsync(Actor actor, SaveDraft.Input input, ArticleFacts facts, CancellationToken cancellationToken)
    {
        var refusals = new List<Refusal>();
        if (facts.Byline != BylineKind.Coalition && facts.BylineName.Length == 0 && facts.BylineNativeName.Length == 0)
        {
            refusals.Add(ArticlesRefusals.BylineMissing);
        }

        if (facts.BylineName.Length > 100 || facts.BylineNativeName.Length > 100)
        {
            refusals.Add(ArticlesRefusals.BylineTooLong);
        }

        if (facts.CampaignId is { } campaign && !await db.Campaigns.AnyAsync(c => c.Id == campaign, cancellationToken))
        {
            refusals.Add(ArticlesRefusals.NoSuchCampaign);
        }

        if (facts.EventId is { } reported && !await db.Events.AnyAsync(e => e.Id == reported, cancellationToken))
        {
            refusals.Add(ArticlesRefusals.NoSuchEvent);
        }

        if (facts.Cover.Length > 0 && !await db.Media.AnyAsync(m => m.Sha256 == facts.Cover && m.Width > 0, cancellationToken))
        {
            refusals.Add(MediaRefusals.NoSuchFile with { Field = nameof(ArticleFacts.Cover) });
        }

        return refusals.Count > 0
            ? Outcome.Refused<SaveDraft.Saved>([.. refusals.Select(r => r with { Field = "Facts." + r.Field })])
            : await saveDraft.RunAsync(actor, EntryKind.Article, input, facts, cancellationToken);
    }
}
