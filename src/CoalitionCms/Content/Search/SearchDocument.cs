using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Content;

/// <summary>
/// What search knows of a public entry, as tokens (<see cref="SearchText.Index"/>). Written with its publication in one save, so that
/// nothing is found that is not public. Names of attendees are not in it: they are encrypted in the roster, and consent decides over them
/// when somebody searches.
/// </summary>
public sealed class SearchDocument
{
    /// <summary>Sorts as lists do, oldest first. The full-text index returns rows in this order without sorting them.</summary>
    public long Id { get; init; }

    public Guid EntryId { get; init; }
    public Guid ItemId { get; init; }
    public EntryKind Kind { get; init; }
    public required string Language { get; init; }
    public int Year { get; init; }
    public required string Names { get; set; }
    public required string Title { get; set; }
    public required string Text { get; set; }

    /// <summary>What the full-text index has of all this: distinct keys, separated by spaces.</summary>
    public required string Keys { get; set; }

    /// <summary>True when a name that was taken back is left out.</summary>
    public bool IsShortened { get; set; }

    /// <summary>
    /// The id of an entry at a position in lists: the seconds since 1970, and three random bytes of the entry's id below them, so that two
    /// that are published at the same moment do not take the same. The full-text index stores the distance to the id before with each
    /// word, so ids are no longer than they must be.
    /// </summary>
    public static long IdOf(DateTime sortAt, Guid entryId)
    {
        var bytes = entryId.ToByteArray();
        return (new DateTimeOffset(sortAt, TimeSpan.Zero).ToUnixTimeSeconds() << 24) | (uint)(bytes[13] << 16 | bytes[14] << 8 | bytes[15]);
    }

    /// <summary>Whether an id is that of an entry, or one of the next that were free.</summary>
    public static bool IsIdOf(long id, DateTime sortAt, Guid entryId) => id - IdOf(sortAt, entryId) is >= 0 and < 4096;

    /// <summary>The keys by which results are narrowed; null for any.</summary>
    internal static IEnumerable<string> Facets(EntryKind? kind, string? language, int? year) =>
        new[] { kind?.ToString(), language, year?.ToString(CultureInfo.InvariantCulture) }.OfType<string>().Select(SearchText.FacetKey);

    public void Take(SearchDocument other) => (Names, Title, Text, Keys, IsShortened) =
        (other.Names, other.Title, other.Text, other.Keys, other.IsShortened);

    public bool Matches(SearchDocument other) => (Id, EntryId, ItemId, Kind, Language, Year, Names, Title, Text, Keys, IsShortened)
        == (other.Id, other.EntryId, other.ItemId, other.Kind, other.Language, other.Year, other.Names, other.Title, other.Text,
            other.Keys, other.IsShortened);
}

/// <summary>The texts of an entry that search reads and excerpts are taken from, photos included.</summary>
internal static class EntryTexts
{
    /// <summary>
    /// Summary, text, and photos beside the text: of each what the entry says about it, or the library in the entry's language, which is
    /// what readers see. Nothing that is only for staff.
    /// </summary>
    public static IEnumerable<string> In(string summary, string body, string language, IEnumerable<MediaFile> photos)
    {
        yield return summary;
        var shown = photos.Select(p => MediaLookup.Show(p, Language.Find(language) ?? Language.English, MediaView.PublicRoot)).ToList();
        if (shown.Count == 0)
        {
            // The words that the checks before a publication have just read.
            yield return MarkdownText.ToPlainText(body, int.MaxValue);
            yield break;
        }

        yield return MarkdownText.ToPlainText(body, int.MaxValue, language, new(shown));
        var inText = MediaUses.In(body);
        foreach (var photo in shown.Where(p => !inText.Contains(p.Sha256)).OrderBy(p => p.Sha256, StringComparer.Ordinal))
        {
            yield return photo.AltText;
            yield return photo.Caption;
        }
    }

    /// <summary>The first part of a text, as readers see it, that contains a phrase of the question; empty when none does.</summary>
    public static (string Text, IReadOnlyList<(int Start, int End)> Places) FirstMatch(SearchQuery query, string body, string language,
        IEnumerable<MediaFile> photos)
    {
        // A paragraph that contains the phrase as it was typed needs no other paragraph to be converted, and where one does letter by
        // letter, none needs to be folded.
        var paragraphs = body.Split("\n\n");
        string[] letters = [.. query.Phrases.SelectMany(p => new[] { string.Concat(p), string.Join(' ', p) }).Distinct()];
        foreach (var paragraph in paragraphs.Where(p => Array.Exists(letters, l => HasWord(p, l)))
            .Concat(paragraphs.Where(p => query.PlacesIn(p).Count > 0)))
        {
            var text = MarkdownText.ToPlainText(paragraph, int.MaxValue);
            if (query.PlacesIn(text) is { Count: > 0 } places)
            {
                return (text, places);
            }
        }

        return In("", body, language, photos).Select(t => (t, query.PlacesIn(t))).FirstOrDefault(t => t.Item2.Count > 0, ("", []));
    }

    /// <summary>Whether the letters stand in a text and, where they are Latin, are not part of a longer word.</summary>
    private static bool HasWord(string text, string letters)
    {
        for (var at = text.IndexOf(letters, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = text.IndexOf(letters, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + letters.Length;
            if (!(at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]) && char.IsAsciiLetterOrDigit(text[at]))
                && !(end < text.Length && char.IsAsciiLetterOrDigit(text[end]) && char.IsAsciiLetterOrDigit(text[end - 1])))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class SearchTables : IEntityTypeConfiguration<SearchDocument>
{
    public void Configure(EntityTypeBuilder<SearchDocument> document)
    {
        document.ToTable(CmsDbContext.SearchTable);
        document.Property(d => d.Id).ValueGeneratedNever();
        document.Property(d => d.Language).HasMaxLength(16);
        document.Property(d => d.Names).IsDerived();
        document.Property(d => d.Title).IsDerived();
        document.Property(d => d.Text).IsDerived();
        document.Property(d => d.Keys).IsDerived();
        document.HasIndex(d => d.EntryId).IsUnique();
        document.HasIndex(d => d.ItemId);
        document.HasIndex(d => d.IsShortened).HasFilter("\"IsShortened\"");
    }
}

/// <summary>Keeps the documents of public entries as they are published, in the same save.</summary>
public class SearchIndex(CmsDbContext db, IEnumerable<FactsStore> stores, IWithheldNames withheld, SearchUpkeep upkeep)
{
    private const int Batch = 100;

    // By saves of this context, which may not have been made yet.
    private readonly HashSet<long> given = [];

    /// <summary>Updates the documents of publications of one item in the next save.</summary>
    public virtual async Task PutAsync(IReadOnlyCollection<Publication> publications, string factsJson,
        CancellationToken cancellationToken) =>
        await PutAsync([.. publications.Select(p => (p, factsJson))], await withheld.ReadAsync(cancellationToken), cancellationToken);

    /// <summary>The names that the documents of the database are without.</summary>
    internal Task<WithheldNames> WithheldAsync(CancellationToken cancellationToken) => withheld.ReadNowAsync(null, cancellationToken);

    /// <summary>
    /// Takes names out of all documents in the next save, and puts back into them what may be shown again.
    /// </summary>
    /// <param name="all">The names that documents must be without from now on.</param>
    /// <param name="some">Those of them that documents may still have.</param>
    internal async Task WithholdAsync(WithheldNames all, WithheldNames some, CancellationToken cancellationToken)
    {
        var ids = (await db.Set<SearchDocument>().Where(d => d.IsShortened).Select(d => d.Id).ToListAsync(cancellationToken)).ToHashSet();
        foreach (var question in some.Questions)
        {
            ids.UnionWith(await db.Search(question, SearchField.Anywhere, int.MaxValue).ToListAsync(cancellationToken));
        }

        foreach (var part in ids.Chunk(Batch))
        {
            var documents = await db.Set<SearchDocument>().AsNoTracking().Where(d => part.Contains(d.Id)).ToListAsync(cancellationToken);
            var entries = documents.FindAll(d => d.IsShortened || all.Strip(d.Title) != d.Title || all.Strip(d.Text) != d.Text)
                .ConvertAll(d => d.EntryId);
            if (entries.Count > 0)
            {
                await PutAsync(await ShownAsync(entries, cancellationToken), all, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Updates the documents of all public entries that show a file, in the save that changes what the library says about it.
    /// </summary>
    internal async Task PutShowingAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken)
    {
        var entries = await db.Set<MediaUse>().Where(u => hashes.Contains(u.Sha256) && u.IsPublic).Select(u => u.EntryId).Distinct()
            .ToListAsync(cancellationToken);
        if (entries.Count == 0)
        {
            return;
        }

        await PutAsync(await ShownAsync(entries, cancellationToken), await WithheldAsync(cancellationToken), cancellationToken);
    }

    private async Task<List<(Publication Publication, string FactsJson)>> ShownAsync(List<Guid> entries,
        CancellationToken cancellationToken)
    {
        var shown = await db.Set<Publication>().AsNoTracking().Include(p => p.Tags).Where(p => entries.Contains(p.EntryId))
            .ToListAsync(cancellationToken);
        var items = shown.ConvertAll(p => p.ItemId);
        var facts = await db.Set<Item>().Where(i => items.Contains(i.Id)).Join(db.Set<FactsRevision>(),
            i => new { i.Id, Number = i.PublicFactsNumber }, f => new { Id = f.ItemId, Number = (long?)f.Number }, (i, f) =>
            new { i.Id, f.Json })
            .ToDictionaryAsync(f => f.Id, f => f.Json, cancellationToken);
        return shown.ConvertAll(p => (p, facts[p.ItemId]));
    }

    private async Task PutAsync(List<(Publication Publication, string FactsJson)> shown, WithheldNames names,
        CancellationToken cancellationToken)
    {
        var photos = await PhotosAsync(shown, cancellationToken);

        // What becomes public in this save has no document yet.
        var entries = shown.Select(s => s.Publication).Where(p => !db.IsNew(p)).Select(p => p.EntryId).ToList();
        var known = entries.Count == 0 ? []
            : await db.Set<SearchDocument>().Where(d => entries.Contains(d.EntryId)).ToListAsync(cancellationToken);
        foreach (var (publication, factsJson) in shown)
        {
            var before = known.Find(d => d.EntryId == publication.EntryId);
            if (before?.Year == publication.Year && SearchDocument.IsIdOf(before.Id, publication.SortAt, publication.EntryId))
            {
                var document = DocumentOf(publication, factsJson, photos[publication.EntryId], names, before.Id);
                if (!before.Matches(document))
                {
                    before.Take(document);
                    upkeep.NoteRemoval();
                }

                continue;
            }

            if (before is not null)
            {
                db.Remove(before);
                upkeep.NoteRemoval();
            }

            // Two entries of the same second whose ids end alike: the later one gets the next id that is free.
            var id = SearchDocument.IdOf(publication.SortAt, publication.EntryId);
            while (!given.Add(id) || await db.HasSearchDocumentAsync(id, cancellationToken))
            {
                id++;
            }

            db.Add(DocumentOf(publication, factsJson, photos[publication.EntryId], names, id));
        }
    }

    /// <summary>The photos that publications show, by entry, as they will be after the next save.</summary>
    internal async Task<ILookup<Guid, MediaFile>> PhotosAsync(IReadOnlyCollection<(Publication Publication, string FactsJson)> shown,
        CancellationToken cancellationToken)
    {
        // Most texts name no file, and cost no query.
        var entries = shown.Where(s => MediaUses.In(s.Publication.Body + s.FactsJson).Count > 0).Select(s => s.Publication.EntryId)
            .ToList();
        if (entries.Count == 0)
        {
            return Enumerable.Empty<MediaFile>().ToLookup(_ => Guid.Empty);
        }

        // Uses and descriptions that this save adds, changes or removes are tracked, not yet stored.
        await db.Set<MediaUse>().Where(u => entries.Contains(u.EntryId) && u.IsPublic).LoadAsync(cancellationToken);
        var uses = db.Set<MediaUse>().Local.Where(u => u.IsPublic && entries.Contains(u.EntryId)).ToList();
        var hashes = uses.Select(u => u.Sha256).Distinct().ToList();
        var files = await db.Set<MediaFile>().Where(m => hashes.Contains(m.Sha256) && m.Width > 0).ToListAsync(cancellationToken);
        return uses.Join(files, u => u.Sha256, f => f.Sha256, (u, f) => (u.EntryId, File: f)).ToLookup(p => p.EntryId, p => p.File);
    }

    /// <summary>Removes the document of an entry in the next save.</summary>
    public async Task RemoveAsync(Guid entryId, CancellationToken cancellationToken)
    {
        if (await db.Set<SearchDocument>().FirstOrDefaultAsync(d => d.EntryId == entryId, cancellationToken) is { } document)
        {
            db.Remove(document);
            upkeep.NoteRemoval();
        }
    }

    /// <summary>The document that belongs to a publication.</summary>
    /// <param name="photos">The photos that it shows, from <see cref="PhotosAsync"/>.</param>
    /// <param name="withheld">The names that it must be without.</param>
    internal SearchDocument DocumentOf(Publication publication, string factsJson, IEnumerable<MediaFile> photos, WithheldNames withheld,
        long? id = null)
    {
        var store = stores.Single(s => s.Kind == publication.Kind);
        var names = SearchText.Index(store.NamesIn(factsJson).SelectMany(NameSpellings.Of));
        var wholeTitle = SearchText.Index([publication.Title]);
        var wholeText = SearchText.Index([.. EntryTexts.In(publication.Summary, publication.Body, publication.Language, photos),
            .. publication.Tags.Select(t => t.Word).Order(StringComparer.Ordinal), .. store.WordsIn(factsJson, publication.Language)]);

        // Security: names that were taken back are in no index, wherever the page has them from. The names of a case are those that it is
        // published under, and stay.
        var (title, text) = (withheld.Strip(wholeTitle), withheld.Strip(wholeText));
        return new()
        {
            Id = id ?? SearchDocument.IdOf(publication.SortAt, publication.EntryId),
            EntryId = publication.EntryId,
            ItemId = publication.ItemId,
            Kind = publication.Kind,
            Language = publication.Language,
            Year = publication.Year,
            Names = names,
            Title = title,
            Text = text,
            Keys = Keys(names, title, text, SearchDocument.Facets(publication.Kind, publication.Language, publication.Year)),
            IsShortened = (title, text) != (wholeTitle, wholeText),
        };
    }

    private static string Keys(string names, string title, string text, IEnumerable<string> facets)
    {
        var keys = SearchText.Keys(text);
        foreach (var key in SearchText.Keys(names).Concat(SearchText.Keys(title)))
        {
            keys.Add(key);
            keys.Add(SearchText.KeyIn(SearchField.Title, key));
        }

        keys.UnionWith(SearchText.Keys(names, areNames: true).Select(k => SearchText.KeyIn(SearchField.Names, k)));
        keys.UnionWith(facets);
        return string.Join(' ', keys);
    }
}
