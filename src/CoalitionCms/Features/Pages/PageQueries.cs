using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;

namespace CoalitionCms.Features.Pages;

/// <summary>A standing page as shown to readers.</summary>
/// <param name="UpdatedOn">Day of the last public change; null in a preview.</param>
/// <param name="Translations">The languages in which it is public.</param>
internal sealed record PageView(string Title, string Language, string Summary, SafeHtml Body, DateOnly? UpdatedOn,
    IReadOnlyList<Translation> Translations);

internal sealed class PageQueries(CmsOptions options, MediaQueries media)
{
    public async Task<PageView> ReadAsync(PublishedEntry entry, CancellationToken cancellationToken) =>
        await ComposeAsync(entry.Text, Language.Find(entry.Line.Language)!, cancellationToken) with
        {
            UpdatedOn = Clock.DayIn(entry.UpdatedAt, options.Zone),
            Translations = entry.Translations,
        };

    /// <summary>Composes a page from its text, both for readers and for previews.</summary>
    public async Task<PageView> ComposeAsync(EntryText text, Language language, CancellationToken cancellationToken) =>
        new(text.Title, language.Code, text.Summary,
        MarkdownText.ToHtml(text.Body, language.Code, await media.LookupAsync(language, cancellationToken, text.Body)), null, []);
}

internal sealed class PageEntryPage(PageQueries queries) : IEntryPage
{
    public EntryKind Kind => EntryKind.Page;

    public string View => "/Features/Pages/Preview.cshtml";

    public async Task<object> ComposeAsync(EntryText text, Language language, Guid itemId, string factsJson,
        CancellationToken cancellationToken) =>
        await queries.ComposeAsync(text, language, cancellationToken);
}
