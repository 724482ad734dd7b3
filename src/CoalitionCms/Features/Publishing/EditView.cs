using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Publishing;

/// <summary>What the shared parts of an editor need to know of their page.</summary>
public sealed record EditView(EntryKind Kind, EntryForm Entry, OpenEntry? Open, OpenEntry? Newer, Language Language, IReadOnlyList<SiblingEntry> Languages)
{
    /// <summary>From an editor page.</summary>
    public static EditView Of<TFacts, TForm>(EditPage<TFacts, TForm> page)
        where TFacts : class
        where TForm : class, new() => new(page.Kind, page.Entry, page.Open, page.Newer, page.EntryLanguage, page.Languages);

    /// <summary>Languages that have no entry yet.</summary>
    public IEnumerable<Language> Missing => Language.All.Where(l => Languages.All(s => s.Language != l.Code));
}
