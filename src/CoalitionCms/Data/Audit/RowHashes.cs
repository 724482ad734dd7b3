using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CoalitionCms.Data.Audit;

/// <summary>
/// Marks an entity of which each saved row is hashed into the log entry of its save, so that <c>verify rows</c> finds a row that was
/// changed, added or removed by anything but the program. Its rows are only changed by tracked saves.
/// </summary>
internal interface IVerifiedRow : IAudited;

/// <summary>Names the properties that are hashed of an entity with others that change without a log entry.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class VerifiedPropertiesAttribute(params string[] names) : Attribute
{
    public IReadOnlyCollection<string> Names { get; } = names;
}

/// <summary>A table whose rows are hashed into the log: how a row becomes a hash (FORMATS.md, "Rows").</summary>
internal sealed class VerifiedTable
{
    private readonly IEntityType type;
    private readonly IReadOnlyList<IProperty> key;
    private readonly IReadOnlyCollection<string>? chosen;

    private VerifiedTable(IEntityType type)
    {
        this.type = type;
        key = type.FindPrimaryKey()!.Properties;
        chosen = type.ClrType.GetCustomAttribute<VerifiedPropertiesAttribute>()?.Names;
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        Name = table.Name;

        // The hash by which an encrypted value is found changes with the key. FieldEncryption compares it with the value itself.
        Columns = [.. type.GetFlattenedProperties().Where(p => p.FindAnnotation(EncryptedColumns.LookupOf) is null)
            .Where(p => chosen is null || p.IsPrimaryKey() || chosen.Contains(p.Name))
            .Select((p, index) => new VerifiedColumn(p, p.GetColumnName(table)!, index))];
        KeyColumns = [.. key.Select(k => Columns.First(c => c.Property == k))];
    }

    public string Name { get; }

    public IReadOnlyList<VerifiedColumn> Columns { get; }

    public IReadOnlyList<VerifiedColumn> KeyColumns { get; }

    public static IReadOnlyList<VerifiedTable> In(IModel model) => Tables.GetValue(model, Read);

    // Read once for each model: every save asks.
    private static readonly ConditionalWeakTable<IModel, IReadOnlyList<VerifiedTable>> Tables = [];

    private static IReadOnlyList<VerifiedTable> Read(IModel model) =>
        [.. model.GetEntityTypes().Where(t => typeof(IVerifiedRow).IsAssignableFrom(t.ClrType)).Select(t => new VerifiedTable(t))];

    /// <summary>Returns whether a save changes what is hashed of a row.</summary>
    public bool IsChanged(EntityEntry entry) => chosen is null || entry.State != EntityState.Modified
        || chosen.Any(name => entry.Property(name).IsModified);

    /// <summary>Returns key and hash of a tracked row as it is about to be saved; no hash if it is to be removed.</summary>
    public (string Key, string? Hash) Of(EntityEntry entry)
    {
        var id = IdOf(KeyColumns.Select(c => c.Of(entry.Entity)));
        return (id, entry.State == EntityState.Deleted ? null : Hash(id, Columns.Select(c => c.Of(entry.Entity))));
    }

    public static string IdOf(IEnumerable<string?> key) => string.Join('/', key);

    /// <summary>Returns the hash of a row with these values, one for each column.</summary>
    public string Hash(string id, IEnumerable<string?> values) => RowHash.Of(
        Name, id, Columns.Zip(values).Where(c => c.Second is not null).Select(c => KeyValuePair.Create(c.First.Name, c.Second!)));

    public bool IsOf(IEntityType other) => other == type;
}

/// <param name="Index">Its place among the columns of the table.</param>
internal sealed record VerifiedColumn(IProperty Property, string Name, int Index)
{
    private readonly bool isSealed = Property.FindAnnotation(EncryptedColumns.SealedAs) is not null;

    /// <summary>The type in which the database's driver gives the value.</summary>
    public Type StoredType { get; } = Nullable.GetUnderlyingType(Stored(Property)) ?? Stored(Property);

    /// <summary>Returns the text to be hashed of an entity's value; null for none.</summary>
    public string? Of(object entity)
    {
        var value = Property.GetGetter().GetClrValueUsingContainingEntity(entity);
        return OfStored(value is not null && Property.GetTypeMapping().Converter is { } converter
            ? converter.ConvertToProvider(value)
            : value);
    }

    /// <summary>Returns the text to be hashed of a stored value; null for none.</summary>
    public string? OfStored(object? stored) =>
        stored is null ? null : isSealed ? FieldKeys.IdentityOf(stored) ?? TextOf(stored) : TextOf(stored);

    public static string TextOf(object stored) => stored switch
    {
        string text => text,
        Guid id => id.ToString("D"),
        bool flag => flag ? "true" : "false",
        DateTime at => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        int or long => Convert.ToString(stored, CultureInfo.InvariantCulture)!,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => throw new NotSupportedException($"A verified row has no form for {stored.GetType().Name}."),
    };

    private static Type Stored(IProperty property) => property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
}

/// <summary>The hashes of rows in the details of a log entry: <c>"rows": { table: { key: hash, or null for a removed row } }</c>.</summary>
internal static class RowHashes
{
    public const string Name = "rows";

    /// <summary>Returns the hashes of all verified rows that this save changes; null if there are none.</summary>
    public static SortedDictionary<string, SortedDictionary<string, string?>>? Of(ChangeTracker tracker)
    {
        IReadOnlyList<VerifiedTable>? tables = null;
        SortedDictionary<string, SortedDictionary<string, string?>>? rows = null;
        foreach (var entry in tracker.Entries<IVerifiedRow>()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            tables ??= VerifiedTable.In(entry.Metadata.Model);
            var table = tables.Single(t => t.IsOf(entry.Metadata));
            if (!table.IsChanged(entry))
            {
                continue;
            }

            rows ??= new(StringComparer.Ordinal);
            if (!rows.TryGetValue(table.Name, out var own))
            {
                rows[table.Name] = own = new(StringComparer.Ordinal);
            }

            var (key, hash) = table.Of(entry);
            own[key] = hash;
        }

        return rows;
    }

    /// <summary>Returns the rows that an entry names, in its order.</summary>
    public static IEnumerable<(string Table, string Key, string? Hash)> Read(string details)
    {
        using var json = JsonDocument.Parse(details);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty(Name, out var rows)
            || rows.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var table in rows.EnumerateObject())
        {
            foreach (var row in table.Value.EnumerateObject())
            {
                yield return (table.Name, row.Name, row.Value.GetString());
            }
        }
    }
}
