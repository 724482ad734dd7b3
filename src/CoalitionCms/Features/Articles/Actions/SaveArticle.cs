using CoalitionCms.Data;
using CoalitionCms.Features.Media;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Articles.Actions;

/// <summary>Saves an article as a draft: a byline needs a name, and what it refers to must exist.</summary>
public sealed class SaveArticle(CmsDbContext db, SaveDraft saveDraft)
{
    /// <summary>Saves, or says what stands in the way.</summary>
    public async Task<Result<SaveDraft.Saved>> RunAsync(Actor actor, SaveDraft.Input input, ArticleFacts facts, CancellationToken cancellationToken)
    {
        var errors = new List<Error>();
        if (facts.Byline != BylineKind.Coalition && facts.BylineName.Length == 0 && facts.BylineNativeName.Length == 0)
        {
            errors.Add(ArticlesErrors.BylineMissing);
        }

        if (facts.BylineName.Length > 100 || facts.BylineNativeName.Length > 100)
        {
            errors.Add(ArticlesErrors.BylineTooLong);
        }

        if (facts.CampaignId is { } campaign && !await db.Campaigns.AnyAsync(c => c.Id == campaign, cancellationToken))
        {
            errors.Add(ArticlesErrors.NoSuchCampaign);
        }

        if (facts.EventId is { } reported && !await db.Events.AnyAsync(e => e.Id == reported, cancellationToken))
        {
            errors.Add(ArticlesErrors.NoSuchEvent);
        }

        if (facts.Cover.Length > 0 && !await db.Media.AnyAsync(m => m.Sha256 == facts.Cover && m.Width > 0, cancellationToken))
        {
            errors.Add(MediaErrors.NoSuchFile with { Field = nameof(ArticleFacts.Cover) });
        }

        return errors.Count > 0
            ? Result.Failed<SaveDraft.Saved>([.. errors.Select(r => r with { Field = "Facts." + r.Field })])
            : await saveDraft.RunAsync(actor, EntryKind.Article, input, facts, cancellationToken);
    }
}
