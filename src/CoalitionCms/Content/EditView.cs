using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>What the shared parts of an editor need to know of their page.</summary>
public sealed record EditView(EntryKind Kind, EntryForm Entry, OpenEntry? Open, EditConflict? Conflict, Language Language, IReadOnlyList<SiblingEntry> Languages)
{
    /// <summary>The checklist of what was last saved.</summary>
    public IReadOnlyList<CheckLine> Checks { get; init; } = [];

    /// <summary>Who else has it open.</summary>
    public IReadOnlyList<OtherEditor> Others { get; init; } = [];

    /// <summary>What was done and said in reviews, newest first.</summary>
    public IReadOnlyList<ReviewRow> Steps { get; init; } = [];

    /// <summary>Clashes left in the text after two were put together; null when none were.</summary>
    public int? Clashes { get; init; }

    /// <summary>Zone that schedules are shown in.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Where the form is sent.</summary>
    public string FormAction => Open is null ? SiteUrls.New(Kind) : SiteUrls.Edit(Kind, Open.EntryId);

    /// <summary>From an editor page.</summary>
    public static EditView Of<TFacts, TForm>(EditPage<TFacts, TForm> page)
        where TFacts : class
        where TForm : class, new() => new(page.Kind, page.Entry, page.Open, page.Conflict, page.EntryLanguage, page.Languages)
        {
            Checks = page.Checks,
            Others = page.Others,
            Steps = page.Steps,
            Clashes = page.Clashes,
            Original = page.Original,
            Zone = page.Zone,
        };

    /// <summary>Languages that have no entry yet.</summary>
    public IEnumerable<Language> Missing => Language.All.Where(l => Languages.All(s => s.Language != l.Code));

    /// <summary>The warnings that want a tick, as one word; empty when there are none.</summary>
    public string ToConfirm => PublishingChecklist.ToConfirm(Checks);

    /// <summary>The original, while this is a translation of it.</summary>
    public OpenEntry? Original { get; init; }
}

/// <summary>Somebody saved first: their text, and how the one in the form differs from it.</summary>
public sealed record EditConflict(OpenEntry Newer, IReadOnlyList<Piece> Title, IReadOnlyList<Piece> Summary, IReadOnlyList<DiffParagraph> Body)
{
    /// <summary>Compares the newer text with the one in the form.</summary>
    public static EditConflict Of(OpenEntry newer, EntryText mine) => new(
        newer, TextDifference.InLine(newer.Text.Title, mine.Title), TextDifference.InLine(newer.Text.Summary, mine.Summary), TextDifference.Of(newer.Text.Body, mine.Body));
}
