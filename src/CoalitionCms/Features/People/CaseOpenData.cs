using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.People;

/// <summary>
/// All public cases as open data, written in batches of a hundred as they are read. People without a public entry are not included.
/// </summary>
internal sealed class CaseOpenData(CmsDbContext db, PublishedEntries entries, PageCacheTags shown, SiteUrls urls, Texts texts,
    CmsOptions options, TimeProvider clock)
{
    private const int BatchSize = 100;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes a CSV table for spreadsheet programs: UTF-8 with a byte-order mark, and protected against formulas.</summary>
    public async Task WriteCsvAsync(PipeWriter output, Language language, CancellationToken cancellationToken)
    {
        output.Write(Encoding.UTF8.Preamble);
        Encoding.UTF8.GetBytes(Csv.Row([.. CaseColumn.All.Select(c => c.Name)]), output);
        await foreach (var batch in BatchesAsync(language, cancellationToken))
        {
            foreach (var one in batch)
            {
                Encoding.UTF8.GetBytes(Csv.Row([.. CaseColumn.All.Select(c => c.Cell(one, texts))]), output);
            }

            await output.FlushAsync(cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>Writes the columns with their descriptions, and the cases.</summary>
    public async Task WriteJsonAsync(PipeWriter output, Language language, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, Readable);
        json.WriteStartObject();
        json.WriteString("site", urls.Absolute(SiteUrls.List(EntryKind.Person, language)));
        json.WriteString("dates", texts["People.Data.Dates"]);
        json.WriteStartArray("columns");
        foreach (var column in CaseColumn.All)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("meaning", texts[column.Key]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("people");
        await foreach (var batch in BatchesAsync(language, cancellationToken))
        {
            foreach (var one in batch)
            {
                json.WriteStartObject();
                foreach (var column in CaseColumn.All)
                {
                    json.WritePropertyName(column.Name);
                    column.Json(one, texts)!.WriteTo(json);
                }

                json.WriteEndObject();
            }

            await json.FlushAsync(cancellationToken);
            await output.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    private async IAsyncEnumerable<IReadOnlyList<CaseData>> BatchesAsync(Language language,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Person), CacheTag.Site);
        var today = clock.TodayIn(options.Zone);
        for (var after = Guid.Empty; ;)
        {
            var last = after;
            var page = await entries.In(EntryKind.Person, language).Where(p => p.EntryId > last).OrderBy(p => p.EntryId).Take(BatchSize)
                .Select(p => new { p.EntryId, p.ItemId, p.UpdatedAt }).ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                yield break;
            }

            var ids = page.ConvertAll(p => p.ItemId);
            var lines = (await entries.OfAsync(EntryKind.Person, ids, language, cancellationToken)).ToDictionary(l => l.EntryId);
            var people = await db.Set<Person>().AsNoTracking().AsSplitQuery().Where(p => ids.Contains(p.Id))
                .ToDictionaryAsync(p => p.Id, cancellationToken);
            yield return [.. page.Select(p =>
                CaseData.Of(lines[p.EntryId], p.UpdatedAt, urls.Absolute(lines[p.EntryId].Path), people[p.ItemId].ToFacts(), language,
                today))];
            after = page[^1].EntryId;
        }
    }
}
