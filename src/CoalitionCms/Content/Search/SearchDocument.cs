using CoalitionCms.Data;
using CoalitionCms.Domain;
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

    /// <summary>The distinct keys, separated by spaces, for a database whose index has no positions; otherwise empty.</summary>
    public required string Keys { get; set; }

    /// <summary>The id of an entry at a position in lists: the milliseconds since 1970, and bits of the entry's id below them.</summary>
    public static long IdOf(DateTime sortAt, Guid entryId)
    {
        var milliseconds = new DateTimeOffset(sortAt, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return (Math.Clamp(milliseconds, -(1L << 41), (1L << 41) - 1) << 21) | (BitConverter.ToUInt32(entryId.ToByteArray(),
            12) & 0x1F_FFFF);
    }

    public void Take(SearchDocument other) => (Names, Title, Text, Keys) = (other.Names, other.Title, other.Text, other.Keys);

    public bool Matches(SearchDocument other) => (Id, EntryId, ItemId, Kind, Language, Year, Names, Title, Text, Keys)
        == (other.Id, other.EntryId, other.ItemId, other.Kind, other.Language, other.Year, other.Names, other.Title, other.Text,
            other.Keys);
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
    }
}

/// <summary>Keeps the documents of public entries as they are published, in the same save.</summary>
public class SearchIndex(CmsDbContext db, IEnumerable<FactsStore> stores)
{
    /// <summary>Updates the documents of publications of one item in the next save.</summary>
    public virtual async Task PutAsync(IReadOnlyCollection<Publication> publications, string factsJson, CancellationToken cancellationToken)
    {
        var documents = publications.Select(p => DocumentOf(p, factsJson)).ToList();
        var (entries, ids) = (documents.ConvertAll(d => d.EntryId), documents.ConvertAll(d => d.Id));
        var known = await db.Set<SearchDocument>().Where(d => entries.Contains(d.EntryId) || ids.Contains(d.Id))
            .ToListAsync(cancellationToken);
        foreach (var document in documents)
        {
            var before = known.Find(d => d.EntryId == document.EntryId);
            if (before?.Id == document.Id && before.Year == document.Year)
            {
                before.Take(document);
                continue;
            }

            if (before is not null)
            {
                db.Remove(before);
            }

            db.Add(known.Exists(d => d.Id == document.Id && d != before)
                ? DocumentOf(publications.Single(p => p.EntryId == document.EntryId), factsJson,
                await FreeIdAsync(document.Id, cancellationToken))
                : document);
        }
    }

    /// <summary>Removes the document of an entry in the next save.</summary>
    public async Task RemoveAsync(Guid entryId, CancellationToken cancellationToken)
    {
        if (await db.Set<SearchDocument>().FirstOrDefaultAsync(d => d.EntryId == entryId, cancellationToken) is { } document)
        {
            db.Remove(document);
        }
    }

    /// <summary>The document that belongs to a publication.</summary>
    public SearchDocument DocumentOf(Publication publication, string factsJson, long? id = null)
    {
        var store = stores.Single(s => s.Kind == publication.Kind);
        var names = SearchText.Index(store.NamesIn(factsJson).SelectMany(NameSpellings.Of));
        var title = SearchText.Index([publication.Title]);
        var text = SearchText.Index([publication.Summary, MarkdownText.ToPlainText(publication.Body, int.MaxValue),
            .. publication.Tags.Select(t => t.Word).Order(StringComparer.Ordinal), .. store.WordsIn(factsJson, publication.Language)]);
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
            Keys = db.SearchesByKeys ? Keys(names, title, text) : "",
        };
    }

    private static string Keys(params IEnumerable<string> indexed) =>
        string.Join(' ', indexed.SelectMany(i => SearchText.Keys(i.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Distinct(StringComparer.Ordinal));

    // Two entries at the same millisecond whose ids end alike.
    private async Task<long> FreeIdAsync(long taken, CancellationToken cancellationToken)
    {
        var id = taken + 1;
        while (await db.Set<SearchDocument>().AnyAsync(d => d.Id == id, cancellationToken))
        {
            id++;
        }

        return id;
    }
}
