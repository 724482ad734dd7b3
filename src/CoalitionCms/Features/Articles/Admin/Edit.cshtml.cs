using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Articles.Admin;

[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class EditModel(EntryEditor editor, EntryOptions choices, Texts texts, CmsOptions options)
    : EditPage(editor, texts, options, EntryKind.Article)
{
    [BindProperty]
    public ArticleForm Facts { get; set; } = new();

    public IReadOnlyList<SelectListItem> Campaigns { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Events { get; private set; } = [];
    public PhotoChoice Choice { get; private set; } = null!;

    public override bool HasCover => true;

    protected override string Cover { get => Facts.Cover ?? ""; set => Facts.Cover = value; }

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Campaigns = await choices.OfAsync(HttpContext.Actor(), EntryKind.Campaign, EntryLanguage, Facts.CampaignId, cancellationToken);
        Choice = await ChoiceAsync("Facts.Cover", cancellationToken);
        Events = await choices.OfAsync(HttpContext.Actor(), EntryKind.Event, EntryLanguage, Facts.EventId, cancellationToken);
    }

    protected override void ShowFacts(string facts, Language language) => Facts = ArticleForm.Of(FactsJson.Read<ArticleFacts>(facts));

    protected override string? ReadFacts(string before, Language language, ICollection<Error> errors) => FactsJson.Write(Facts.ToFacts());
}
