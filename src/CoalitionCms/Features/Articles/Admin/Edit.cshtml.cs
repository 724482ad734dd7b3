using CoalitionCms.Features.Articles.Actions;
using CoalitionCms.Features.Media;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Articles.Admin;

/// <summary>The editor of an article.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
public sealed class EditModel(EditTools tools, EntryOptions choices, ArticleQueries queries, SaveArticle saveArticle, CmsOptions options, TimeProvider clock)
    : EditPage<ArticleFacts, ArticleForm>(tools)
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Article;

    /// <summary>Campaigns to choose from.</summary>
    public IReadOnlyList<SelectListItem> Campaigns { get; private set; } = [];

    /// <summary>Events to choose from.</summary>
    public IReadOnlyList<SelectListItem> Events { get; private set; } = [];

    /// <summary>Photos to choose the cover from.</summary>
    public IReadOnlyList<LibraryFile> Photos { get; private set; } = [];

    /// <inheritdoc />
    protected override ArticleForm FormOf(ArticleFacts facts, Language language) => ArticleForm.Of(facts);

    /// <inheritdoc />
    protected override ArticleFacts FactsOf(ArticleForm form, ArticleFacts before, Language language, ICollection<Error> errors) => form.ToFacts();

    /// <inheritdoc />
    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Campaigns = await choices.OfAsync(EntryKind.Campaign, EntryLanguage, cancellationToken);
        Photos = await PhotosAsync(Facts.Cover, cancellationToken);
        Events = await choices.OfAsync(EntryKind.Event, EntryLanguage, cancellationToken);
    }

    /// <inheritdoc />
    protected override Task<Result<SaveDraft.Saved>> SaveAsync(Actor actor, SaveDraft.Input input, ArticleFacts facts, CancellationToken cancellationToken) =>
        saveArticle.RunAsync(actor, input, facts, cancellationToken);

    /// <inheritdoc />
    protected override async Task<IActionResult> PreviewAsync(EntryText text, ArticleFacts facts, Guid itemId, CancellationToken cancellationToken) =>
        View("/Features/Articles/Preview.cshtml", await queries.ComposeAsync(text, EntryLanguage, facts, clock.TodayIn(options.Zone), cancellationToken));
}
