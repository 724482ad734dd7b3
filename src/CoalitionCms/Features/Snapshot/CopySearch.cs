using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Snapshot;

/// <summary>
/// The search index of a copy: scripts, because a page on a disk may load nothing else, each with the words that begin with one character.
/// It has names of cases, titles, summaries and tags; the names of attendees are only on the pages of events.
/// </summary>
internal sealed class CopySearch(CmsDbContext db, IEnumerable<FactsStore> stores, IWithheldNames withheld)
{
    private const int Together = 250;
    private const int Names = 3;
    private const int Title = 2;
    private const int Other = 1;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True for the name of a file of the index.</summary>
    public static bool IsPart(string file) => file.StartsWith("search/", StringComparison.Ordinal);

    /// <summary>The files of the index and their texts.</summary>
    public async Task<IEnumerable<(string File, string Text)>> WriteAsync(CancellationToken cancellationToken)
    {
        var namesInFacts = await NamesAsync(cancellationToken);
        var hidden = await withheld.ReadAsync(cancellationToken);
        var shards = new SortedDictionary<int, SortedDictionary<string, List<int>>>();
        var documents = new List<object[]>();
        var entries = db.Set<Publication>().AsNoTracking().OrderByDescending(p => p.SortAt).ThenBy(p => p.EntryId).Select(p =>
            new { p.ItemId, p.Kind, p.Language, p.Slug, p.Title, p.Summary, p.ShownOn, Tags = p.Tags.Select(t => t.Word).ToList() });
        await foreach (var entry in entries.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var path = SiteUrls.Entry(entry.Kind, Language.Find(entry.Language)!, entry.Slug);
            var number = documents.Count;
            documents.Add([CopyAddress.FileOf(path), entry.Title, entry.Language, entry.Kind.ToString(),
                entry.Kind is EntryKind.Article or EntryKind.Event
                ? entry.ShownOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : ""]);
            var words = new Dictionary<string, int>(StringComparer.Ordinal);
            Add(words, [entry.Summary, .. entry.Tags.Order(StringComparer.Ordinal)], hidden, Other);
            Add(words, [entry.Title], hidden, Title);
            Add(words, namesInFacts.GetValueOrDefault(entry.ItemId, []), WithheldNames.None, Names);
            foreach (var (word, weight) in words)
            {
                var first = Rune.GetRuneAt(word, 0).Value;
                if (!shards.TryGetValue(first, out var shard))
                {
                    shards[first] = shard = new(StringComparer.Ordinal);
                }

                if (!shard.TryGetValue(word, out var places))
                {
                    shard[word] = places = [];
                }

                places.Add((number * 4) + weight);
            }
        }

        return Files(shards, documents);
    }

    private static IEnumerable<(string File, string Text)> Files(
        SortedDictionary<int, SortedDictionary<string, List<int>>> shards, List<object[]> documents)
    {
        foreach (var (first, words) in shards)
        {
            var name = first.ToString("x", CultureInfo.InvariantCulture);
            yield return ($"search/w/{name}.js",
                $"copySearch.words({JsonSerializer.Serialize(name)},{JsonSerializer.Serialize(words, Json)});\n");
        }

        for (var part = 0; part * Together < documents.Count; part++)
        {
            var some = JsonSerializer.Serialize(documents.Skip(part * Together).Take(Together), Json);
            yield return (string.Create(CultureInfo.InvariantCulture, $"search/d/{part}.js"),
                string.Create(CultureInfo.InvariantCulture, $"copySearch.texts({part},{some});\n"));
        }

        var (from, to) = (new StringBuilder(), new StringBuilder());
        for (var character = '\u2e80'; character < '\uffff'; character++)
        {
            if (HanTables.Simplify(character) is var simple && simple != character)
            {
                from.Append(character);
                to.Append(simple);
            }
        }

        yield return ("search/han.js",
            $"copySearch.han({JsonSerializer.Serialize(from.ToString(), Json)},{JsonSerializer.Serialize(to.ToString(), Json)});\n");
        yield return ("search/list.js",
            $"copySearch.list({JsonSerializer.Serialize(shards.Keys.Select(k => k.ToString("x", null)), Json)});\n");
    }

    private static void Add(Dictionary<string, int> words, IEnumerable<string> texts, WithheldNames hidden, int weight)
    {
        var tokens = hidden.Strip(SearchText.Index(texts)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var token in tokens.Where(t => t != SearchText.Boundary))
        {
            words[token] = weight;
        }
    }

    /// <summary>The names in the public facts of items, in all their spellings.</summary>
    private async Task<Dictionary<Guid, List<string>>> NamesAsync(CancellationToken cancellationToken)
    {
        var naming = stores.Where(s => s.Kind == EntryKind.Person).ToList();
        var kinds = naming.ConvertAll(s => s.Kind);
        var facts = db.Set<Item>().AsNoTracking().Where(i => kinds.Contains(i.Kind)).Join(db.Set<FactsRevision>(),
            i => new { i.Id, Number = i.PublicFactsNumber }, f => new { Id = f.ItemId, Number = (long?)f.Number },
            (i, f) => new { i.Id, i.Kind, f.Json });
        var found = new Dictionary<Guid, List<string>>();
        await foreach (var item in facts.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            found[item.Id] = [.. naming.Single(s => s.Kind == item.Kind).NamesIn(item.Json).SelectMany(NameSpellings.Of)];
        }

        return found;
    }
}
