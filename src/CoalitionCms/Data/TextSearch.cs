using System.Globalization;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoalitionCms.Data;

/// <summary>A row that contains the text.</summary>
/// <param name="Entity">Name of the entity, such as <c>Revision</c>.</param>
/// <param name="Key">Its key; parts are separated by line feeds.</param>
internal sealed record TextHit(string Entity, string Key, string Column);

/// <summary>Marks columns that hold nothing but what other columns hold, in another form.</summary>
internal static class DerivedColumns
{
    internal const string Annotation = "Cms:Derived";

    public static PropertyBuilder<string> IsDerived(this PropertyBuilder<string> property)
    {
        property.Metadata.SetAnnotation(Annotation, true);
        return property;
    }
}

/// <summary>
/// Searches every unencrypted text column of every table that is not derived from others, so that none can be forgotten in a list. It reads
/// everything, so it is only for rare tasks.
/// </summary>
internal sealed class TextSearch(CmsDbContext db)
{
    /// <summary>The maximum number of rows read from one table.</summary>
    public const int MostRows = 1_000;

    /// <summary>
    /// Returns all rows with a word for which <paramref name="holds"/> is true; the database only preselects the candidates.
    /// </summary>
    public async Task<IReadOnlyList<TextHit>> FindAsync(IReadOnlyCollection<string> words, Func<string, bool> holds,
        CancellationToken cancellationToken)
    {
        var hits = new List<TextHit>();
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            foreach (var type in db.Model.GetEntityTypes())
            {
                if (words.Count > 0 && StoreObjectIdentifier.Create(type, StoreObjectType.Table) is { } table && !type.IsMappedToJson())
                {
                    await FindInAsync(type, table, words, holds, hits, cancellationToken);
                }
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return hits;
    }

    private async Task FindInAsync(
        IEntityType type, StoreObjectIdentifier table, IReadOnlyCollection<string> words, Func<string, bool> holds, List<TextHit> hits,
        CancellationToken cancellationToken)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var keys = type.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName(table)!).ToList();
        var columns = ColumnsOf(type, table).ToList();
        if (columns.Count == 0)
        {
            return;
        }

        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        var patterns = words.SelectMany(w => new[] { w, w.ToLowerInvariant() }).Distinct(StringComparer.Ordinal)
            .Select(LikePattern.Containing).ToList();
        foreach (var (index, pattern) in patterns.Index())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (Name(index), pattern);
            command.Parameters.Add(parameter);
        }

        // As typed, and in lower case: databases differ in their case folding. In brackets, as SQLite takes a chain of 1,000 at most.
        var conditions = columns.Select(sql.DelimitIdentifier)
            .SelectMany(c =>
            patterns.Index().Select(p => $"{c} LIKE {Name(p.Index)} ESCAPE '\\' OR LOWER({c}) LIKE {Name(p.Index)} ESCAPE '\\'"))
            .Chunk(100).Select(some => $"({string.Join(" OR ", some)})");
        command.CommandText =
            $"SELECT {string.Join(", ", keys.Concat(columns).Select(sql.DelimitIdentifier))} FROM {sql.DelimitIdentifier(table.Name)} "
            + $"WHERE {string.Join(" OR ", conditions)} LIMIT {MostRows}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = string.Join('\n', keys.Index().Select(k => Convert.ToString(reader.GetValue(k.Index), CultureInfo.InvariantCulture)));
            hits.AddRange(columns.Index().Where(c =>
                !reader.IsDBNull(keys.Count + c.Index) && holds(reader.GetString(keys.Count + c.Index))).Select(c =>
                new TextHit(type.ShortName(), key, c.Item)));
        }

        static string Name(int index) => "@w" + index.ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> ColumnsOf(IEntityType type, StoreObjectIdentifier table) =>
        from property in type.GetFlattenedProperties()
        where property.FindAnnotation(EncryptedColumns.SealedAs) is null && property.FindAnnotation(EncryptedColumns.LookupOf) is null
            && property.FindAnnotation(DerivedColumns.Annotation) is null
            && (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) == typeof(string) && !property.ClrType.IsEnum
        select property.GetColumnName(table)!;
}
