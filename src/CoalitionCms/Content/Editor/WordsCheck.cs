using System.Text.RegularExpressions;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>Checks an entry's text: summary, headings, links within the site, and the state of its translations.</summary>
internal sealed partial class WordsCheck(CmsDbContext db) : IPublishingCheck
{
    /// <summary>Most links that are checked; the rest is ignored.</summary>
    private const int MostLinks = 200;

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken) =>
        text.WithAdvice ? await AllAsync(text, cancellationToken) : [.. Marks(text.Text.Body), .. Doubts(text.Text)];

    private async Task<IReadOnlyList<CheckLine>> AllAsync(CheckedText text, CancellationToken cancellationToken) =>
    [
        text.Text.Summary.Length > 0 ? new("Check.Summary.Fine", CheckWeight.Fine) : new("Check.Summary.Missing", CheckWeight.Advice),
        .. Headings(text.Text.Body),
        .. Marks(text.Text.Body),
        .. Doubts(text.Text),
        .. await LinksAsync(text, cancellationToken),
        .. await TranslationsAsync(text, cancellationToken),
    ];

    private static IEnumerable<CheckLine> Headings(string body)
    {
        var levels = Heading().Matches(body).Select(m => m.Groups[1].Length).ToList();
        return levels.Zip(levels.Skip(1)).Any(pair => pair.Second > pair.First + 1)
            ? [new CheckLine("Check.HeadingJump", CheckWeight.Advice)]
            : [];
    }

    // Conflict marks that a merge left in the text, in any language.
    private static IEnumerable<CheckLine> Marks(string body) =>
        MergeMark().Count(body) is > 0 and var count ? [new CheckLine("Check.MarksLeft", CheckWeight.Blocks, count)] : [];

    private static IEnumerable<CheckLine> Doubts(EntryText text) =>
        TraditionalText.Places(string.Join('\n', text.Title, text.Summary, text.Body)).Count is > 0 and var count
        ? [new CheckLine("Check.FormsLeft", CheckWeight.Blocks, count)] : [];

    private async Task<IReadOnlyList<CheckLine>> LinksAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var links = MarkdownText.Links(text.Text.Body);
        var own = links.Where(l => l.StartsWith('/')).Distinct(StringComparer.Ordinal).ToList();
        var dead = await DeadAsync(own.Take(MostLinks), cancellationToken);
        if (dead.Count > 0)
        {
            return [.. dead.Take(5).Select(d => new CheckLine("Check.DeadLink", CheckWeight.Advice, d))];
        }

        return links.Count == 0 ? []
            : own.Count > MostLinks ? [new CheckLine("Check.ManyLinks", CheckWeight.Advice, own.Count)]
            : [new CheckLine("Check.Links.Fine", CheckWeight.Fine, own.Count)];
    }

    /// <summary>Returns the links that have the form of an entry's address and lead to nothing public, now or formerly.</summary>
    private async Task<IReadOnlyList<string>> DeadAsync(IEnumerable<string> links, CancellationToken cancellationToken)
    {
        var targets = links.Select(link => (Link: link, Target: TargetOf(link))).Where(l => l.Target is not null).ToList();
        if (targets.Count == 0)
        {
            return [];
        }

        // By kind and language as well, for the index.
        var kinds = targets.Select(t => t.Target!.Kind).Distinct().ToList();
        var languages = targets.Select(t => t.Target!.Language).Distinct(StringComparer.Ordinal).ToList();
        var slugs = targets.Select(t => t.Target!.Slug).Distinct(StringComparer.Ordinal).ToList();
        var alive = await db.Set<Publication>()
            .Where(p => kinds.Contains(p.Kind) && languages.Contains(p.Language) && slugs.Contains(p.Slug))
            .Select(p => new LinkTarget(p.Kind, p.Language, p.Slug)).ToListAsync(cancellationToken);
        var paths = targets.ConvertAll(t => OldPath.Of(t.Target!.Kind, t.Target.Language, t.Target.Slug));
        var moved = await db.Set<OldPath>().Where(p => paths.Contains(p.Path)).Select(p => p.Path).ToListAsync(cancellationToken);
        return [.. targets.ExceptBy(alive, t => t.Target!)
            .Where(t => !moved.Contains(OldPath.Of(t.Target!.Kind, t.Target.Language, t.Target.Slug))).Select(t => t.Link)];
    }

    /// <summary>The entry that an address of this site names; null for pages that always exist.</summary>
    private static LinkTarget? TargetOf(string link)
    {
        var segments = Uri.UnescapeDataString(link.Split('?', '#')[0]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var language = segments.Length > 0 ? Language.Find(segments[0]) : null;
        language = language == Language.English ? null : language;
        return segments[(language is null ? 0 : 1)..] switch
        {
            // The articles of a year.
            [_, { Length: 4 } year] when year.All(char.IsAsciiDigit) => null,
            [var first, var slug] when Kinds.TryGetValue(first, out var kind) => new(kind, (language ?? Language.English).Code, slug),
            [var only] when !Kinds.ContainsKey(only) && Slug.Check(only, EntryKind.Page) is null =>
                new(EntryKind.Page, (language ?? Language.English).Code, only),
            _ => null,
        };
    }

    private async Task<IReadOnlyList<CheckLine>> TranslationsAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var entries = await db.Set<Entry>().AsNoTracking().Where(e => e.ItemId == text.ItemId && e.TrashedAt == null)
            .Select(e => new { e.Id, e.Language, e.UpdatedAt, e.IsOriginal }).ToListAsync(cancellationToken);
        var original = entries.Find(e => e.IsOriginal);
        var self = entries.Find(e => e.Id == text.EntryId);
        if (self is { IsOriginal: false } && original is not null && original.UpdatedAt > self.UpdatedAt)
        {
            return [new CheckLine("Check.OlderThanOriginal", CheckWeight.Advice, NameOf(original.Language))];
        }

        return [.. entries.Where(e => self is { IsOriginal: true } && e.Id != self.Id && e.UpdatedAt < self.UpdatedAt)
            .Select(e => new CheckLine("Check.TranslationOlder", CheckWeight.Advice, NameOf(e.Language)))];
    }

    private sealed record LinkTarget(EntryKind Kind, string Language, string Slug);

    private static string NameOf(string code) => Language.Find(code)!.NativeName;

    private static readonly Dictionary<string, EntryKind> Kinds =
        Enum.GetValues<EntryKind>().Where(k => k != EntryKind.Page).ToDictionary(SiteUrls.Segment, StringComparer.Ordinal);

    [GeneratedRegex("^⟦ .* ⟧$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex MergeMark();

    [GeneratedRegex("^(#{1,6}) ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();
}
