using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoalitionCms.Data;

/// <summary>
/// A table with encrypted columns, read and written in encrypted form: the model would decrypt and encrypt with one key only.
/// </summary>
internal sealed class ColumnReencryption
{
    private const int Batch = 200;

    private readonly CmsDbContext db;
    private readonly string key;
    private readonly List<Column> columns;
    private readonly List<Lookup> lookups;
    private readonly string select;
    private readonly string count;
    private readonly string update;

    private ColumnReencryption(CmsDbContext db, IEntityType type)
    {
        this.db = db;
        var sql = db.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var properties = type.GetFlattenedProperties().ToList();
        Name = table.Name;
        key = type.FindPrimaryKey()!.Properties.Single().GetColumnName(table)!;
        columns = [.. from p in properties
                      where p.FindAnnotation(EncryptedColumns.SealedAs) is not null
                      select new Column(p.GetColumnName(table)!, (string)p.FindAnnotation(EncryptedColumns.SealedAs)!.Value!)];
        lookups = [.. from p in properties
                      where p.FindAnnotation(EncryptedColumns.LookupOf) is not null
                      let source = type.FindProperty((string)p.FindAnnotation(EncryptedColumns.LookupOf)!.Value!)!.GetColumnName(table)
                      select new Lookup(p.GetColumnName(table)!, columns.FindIndex(c => c.Name == source))];
        var (quotedTable, quotedKey) = (sql.DelimitIdentifier(Name), sql.DelimitIdentifier(key));
        select = $"SELECT {quotedKey}, {string.Join(", ", columns.Select(c => c.Name).Concat(lookups.Select(l => l.Name))
            .Select(sql.DelimitIdentifier))} FROM {quotedTable}";
        count = $"SELECT COUNT(*) FROM {quotedTable}";
        var written = columns.Select(c => c.Name).Concat(lookups.Select(l => l.Name)).Index();
        var assignments = string.Join(", ", written.Select(c => $"{sql.DelimitIdentifier(c.Item)} = @v{c.Index}"));
        update = $"UPDATE {quotedTable} SET {assignments} WHERE {quotedKey} = @key";
        Ordered = $" ORDER BY {quotedKey} LIMIT {Batch}";
        After = $" WHERE {quotedKey} > @after";
    }

    public string Name { get; }
    private string Ordered { get; }
    private string After { get; }

    public static List<ColumnReencryption> In(CmsDbContext db) =>
        [.. db.Model.GetEntityTypes().Where(t =>
        t.GetFlattenedProperties().Any(p => p.FindAnnotation(EncryptedColumns.SealedAs) is not null)).Select(t =>
        new ColumnReencryption(db, t))];

    /// <summary>
    /// Encrypts all values with the first of these keys, in transactions of several rows each: after an interruption, the next run
    /// continues.
    /// </summary>
    /// <param name="keys">The keys that decrypt the existing values, the one to encrypt with first.</param>
    /// <param name="done">Receives the number of further rows that were processed.</param>
    /// <returns>The number of rows changed.</returns>
    public async Task<int> SealAsync(FieldKeys keys, Action<int> done, CancellationToken cancellationToken)
    {
        var changed = 0;
        await foreach (var rows in PagesAsync(cancellationToken))
        {
            var renewed = rows.Select(r => (r.Key, Values: Renewed(keys, r))).Where(r => r.Values is not null).ToList();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            foreach (var (rowKey, values) in renewed)
            {
                await using var command = Command(update, [.. values!.Index().Select(v => ($"@v{v.Index}", v.Item)), ("@key", rowKey)]);
                command.Transaction = transaction.GetDbTransaction();
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            changed += renewed.Count;
            done(rows.Count);
        }

        return changed;
    }

    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = Command(count, []);
            return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Decrypts all values, and compares each with its row and with the hash by which it is found.</summary>
    /// <returns>The number of values that hold, and the first that does not: table, row and column.</returns>
    public async Task<(int Count, string? Broken)> CheckAsync(FieldKeys keys, CancellationToken cancellationToken)
    {
        var values = 0;
        await foreach (var rows in PagesAsync(cancellationToken))
        {
            foreach (var row in rows)
            {
                var open = columns.Zip(row.Values, (column, value) => value is DBNull ? value : Opened(keys, column, row.Key, value)).ToList();
                if (open.IndexOf(null) is >= 0 and var broken)
                {
                    return (values, $"{Name}, row {row.Key}, column {columns[broken].Name}");
                }

                if (lookups.Zip(row.Hashes).FirstOrDefault(l => !l.Second.Equals(HashOf(keys, l.First, open!, FieldKeys.KeyIdOf(row.Values[l.First.Source])))).First is { } strange)
                {
                    return (values, $"{Name}, row {row.Key}, column {strange.Name}");
                }

                values += open.Count(v => v is not DBNull);
            }
        }

        return (values, null);
    }

    // Security: a value that was moved here from another row counts as broken too.
    private static object? Opened(FieldKeys keys, Column column, object rowKey, object made)
    {
        try
        {
            return FieldKeys.RowOf(made) != (rowKey as Guid? ?? Guid.Parse((string)rowKey)) ? null
                : made is byte[] bytes ? keys.Open(column.Binding, bytes) : keys.Open(column.Binding, (string)made);
        }
        catch (Exception foreign) when (foreign is CryptographicException or InvalidCastException or FormatException)
        {
            return null;
        }
    }

    private object HashOf(FieldKeys keys, Lookup lookup, List<object> open, string? sealedBy) =>
        open[lookup.Source] is string text ? keys.Lookup(columns[lookup.Source].Binding, text, sealedBy) : DBNull.Value;

    /// <summary>Returns the re-encrypted row; null if it is up to date.</summary>
    private List<object>? Renewed(FieldKeys keys, Row row)
    {
        var open = columns.Zip(row.Values, (column, value) => value is DBNull ? value
            : Opened(keys, column, row.Key, value) ?? throw new SetupException(
                $"A sealed value does not open: {Name}, row {row.Key}, column {column.Name}. "
                + "It was changed behind the program's back, or is sealed with a key that the key file lacks.",
                "Put the right key file in place, or restore the last backup. What was sealed anew so far stays as it is; nothing is "
                + "lost.")).ToList();
        if (row.Values.All(v => v is DBNull || FieldKeys.KeyIdOf(v) == keys.Current.Id))
        {
            return null;
        }

        return
        [
            .. columns.Zip(row.Values, (column, value) => value is DBNull ? value : keys.Renew(column.Binding, value)),
            .. lookups.Select(l => HashOf(keys, l, open, sealedBy: null)),
        ];
    }

    private async IAsyncEnumerable<List<Row>> PagesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            for (object? after = null; ;)
            {
                var rows = await ReadAsync(after, cancellationToken);
                if (rows.Count > 0)
                {
                    yield return rows;
                }

                if (rows.Count < Batch)
                {
                    yield break;
                }

                after = rows[^1].Key;
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task<List<Row>> ReadAsync(object? after, CancellationToken cancellationToken)
    {
        await using var command = after is null ? Command(select + Ordered, []) : Command(select + After + Ordered, [("@after", after)]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Row>(Batch);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new(
                reader.GetValue(0), [.. columns.Select((_, at) => reader.GetValue(1 + at))],
                [.. lookups.Select((_, at) => reader.GetValue(1 + columns.Count + at))]));
        }

        return rows;
    }

    private DbCommand Command(string text, IEnumerable<(string Name, object Value)> parameters)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private sealed record Column(string Name, string Binding);

    private sealed record Lookup(string Name, int Source);

    private sealed record Row(object Key, IReadOnlyList<object> Values, IReadOnlyList<object> Hashes);
}
