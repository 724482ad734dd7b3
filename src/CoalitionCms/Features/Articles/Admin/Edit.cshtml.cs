using CoalitionCms.Web;
using CoalitionCms.Features.Media;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Articles.Admin;

/// <summary>The editor of an article.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
public sealed class EditModel(EntryEditor editor, EntryOptions choices, ArticleQueries queries, Texts texts, CmsOptions options, TimeProvider clock)
    : EditPage(editor, texts, options, EntryKind.Article)
{
    /// <summary>The facts.</summary>
    [BindProperty]
    public ArticleForm Facts { get; set; } = new();

    /// <summary>Campaigns to choose from.</summary>
    public IReadOnlyList<SelectListItem> Campaigns { get; private set; } = [];

    /// <summary>Events to choose from.</summary>
    public IReadOnlyList<SelectListItem> Events { get; private set; } = [];

    /// <summary>Photos to choose the cover from.</summary>
    public IReadOnlyList<LibraryFile> Photos { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Campaigns = await choices.OfAsync(EntryKind.Campaign, EntryLanguage, cancellationToken);
        Photos = await PhotosAsync(Facts.Cover, cancellationToken);
        Events = await choices.OfAsync(EntryKind.Event, EntryLanguage, cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task<IActionResult> PreviewAsync(EntryText text, string facts, CancellationToken cancellationToken) => View(
        "/Features/Articles/Preview.cshtml",
        await queries.ComposeAsync(text, EntryLanguage, FactsJson.Read<ArticleFacts>(facts), clock.TodayIn(Zone), cancellationToken));

    /// <inheritdoc />
    protected override void ShowFacts(string facts, Language language) => Facts = ArticleForm.Of(FactsJson.Read<ArticleFacts>(facts));

    /// <inheritdoc />
    protected override string? ReadFacts(string before, Language language, ICollection<Error> errors) => FactsJson.Write(Facts.ToFacts());
}
