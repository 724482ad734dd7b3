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
    [
        text.Text.Summary.Length > 0 ? new("Check.Summary.Fine", CheckWeight.Fine) : new("Check.Summary.Missing", CheckWeight.Advice),
        .. Headings(text.Text.Body),
        .. Marks(text.Text.Body),
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

    private async Task<IReadOnlyList<CheckLine>> LinksAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var links = MarkdownText.Links(text.Text.Body);
        var own = links.Where(l => l.StartsWith('/')).Distinct(StringComparer.Ordinal).ToList();
        var dead = new List<string>();
        foreach (var link in own.Take(MostLinks))
        {
            if (await IsDeadAsync(link, cancellationToken))
            {
                dead.Add(link);
            }
        }

        return dead.Count > 0
            ? [.. dead.Take(5).Select(d => new CheckLine("Check.DeadLink", CheckWeight.Advice, d))]
            : links.Count > 0
            ? [new CheckLine(own.Count > MostLinks
            ? "Check.ManyLinks"
            : "Check.Links.Fine", own.Count > MostLinks
            ? CheckWeight.Advice
            : CheckWeight.Fine, own.Count)]
            : [];
    }

    /// <summary>
    /// True when a path with the form of an entry's address leads to nothing public. The other pages of the site always exist.
    /// </summary>
    private async Task<bool> IsDeadAsync(string link, CancellationToken cancellationToken)
    {
        var segments = Uri.UnescapeDataString(link.Split('?', '#')[0]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var language = segments.Length > 0 && Language.Find(segments[0]) is { } found && found != Language.English
            ? found
            : Language.English;
        if (language != Language.English)
        {
            segments = segments[1..];
        }

        var (kind, slug) = segments switch
        {
            [var first, var second] when Kinds.TryGetValue(first, out var known) => (known, second),
            [var only] when !Kinds.ContainsKey(only) && Domain.Slug.Check(only, EntryKind.Page) is null => (EntryKind.Page, only),
            _ => (EntryKind.Page, ""),
        };
        return slug.Length > 0
            && !(kind == EntryKind.Article && slug.Length == 4 && slug.All(char.IsAsciiDigit))
            && !await db.Set<Publication>()
            .AnyAsync(p => p.Kind == kind && p.Language == language.Code && p.Slug == slug, cancellationToken)
            && !await db.Set<OldPath>().AnyAsync(p => p.Kind == kind && p.Language == language.Code && p.Slug == slug, cancellationToken);
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

    private static string NameOf(string code) => Language.Find(code)!.NativeName;

    private static readonly Dictionary<string, EntryKind> Kinds =
        Enum.GetValues<EntryKind>().Where(k => k != EntryKind.Page).ToDictionary(SiteUrls.Segment, StringComparer.Ordinal);

    [GeneratedRegex("^⟦ .* ⟧$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex MergeMark();

    [GeneratedRegex("^(#{1,6}) ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();
}
