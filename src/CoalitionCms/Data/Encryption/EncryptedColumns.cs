using CoalitionCms.Data.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CoalitionCms.Data;

/// <summary>
/// Defines which columns are encrypted. The mapping declares it; other code reads and writes plaintext. The database can neither sort nor
/// search these columns.
/// </summary>
internal static class EncryptedColumns
{
    internal const string SealedAs = "Cms:SealedAs";
    internal const string LookupOf = "Cms:LookupOf";

    /// <summary>Encrypts a column.</summary>
    /// <param name="name">The name that values are bound to. It never changes, even if the property is renamed.</param>
    public static PropertyBuilder<TValue> IsSealed<TValue>(this PropertyBuilder<TValue> property, string name)
    {
        Seal(property.Metadata, name);
        return property;
    }

    /// <summary>Encrypts a column of a complex property.</summary>
    public static ComplexTypePropertyBuilder<TValue> IsSealed<TValue>(this ComplexTypePropertyBuilder<TValue> property, string name)
    {
        Seal(property.Metadata, name);
        return property;
    }

    /// <summary>Declares that a column holds the keyed hash of an encrypted one, computed by the code that writes it.</summary>
    public static PropertyBuilder<TValue> IsLookupOf<TValue>(this PropertyBuilder<TValue> property, string source)
    {
        property.Metadata.SetAnnotation(LookupOf, source);
        return property;
    }

    internal static void Apply(IMutableModel model, FieldKeys keys)
    {
        foreach (var property in model.GetEntityTypes()
            .SelectMany(e => e.GetProperties().Concat(e.GetComplexProperties().SelectMany(c => c.ComplexType.GetProperties()))))
        {
            if (property.FindAnnotation(SealedAs)?.Value is not string name)
            {
                continue;
            }

            if (property.ClrType == typeof(byte[]))
            {
                property.SetValueConverter(new SealedBytes(keys, name));
                property.SetValueComparer(new ArrayStructuralComparer<byte>());
            }
            else
            {
                property.SetValueConverter(new SealedText(keys, name));
            }
        }
    }

    private static void Seal(IMutableProperty property, string name)
    {
        property.SetAnnotation(SealedAs, name);

        // Ciphertext is longer than the typed text.
        property.SetMaxLength(null);
    }

    // RowEncryption encrypts before a save, since a converter does not know the row. What is not encrypted here is a constant of a query.
    private sealed class SealedText(FieldKeys keys, string name) : ValueConverter<string, string>(
        value => FieldKeys.KeyIdOf(value) == null ? keys.Seal(name, Guid.Empty, value) : value,
        made => RowEncryption.Noted(made, keys.Open(name, made)));

    private sealed class SealedBytes(FieldKeys keys, string name) : ValueConverter<byte[], byte[]>(
        value => FieldKeys.KeyIdOf(value) == null ? keys.Seal(name, Guid.Empty, value) : value,
        made => RowEncryption.Noted(made, keys.Open(name, made)));
}

/// <summary>The key that encrypts the database, and since when: one row, written once everything is encrypted with it.</summary>
public sealed class EncryptionState : IAudited
{
    public int Id { get; init; } = 1;
    public string KeyId { get; set; } = "";
    public DateTime SealedAt { get; set; }
}

internal sealed class EncryptionStateSetup : IEntityTypeConfiguration<EncryptionState>
{
    public void Configure(EntityTypeBuilder<EncryptionState> mark)
    {
        mark.ToTable("EncryptionState");
        mark.Property(m => m.Id).ValueGeneratedNever();
        mark.Property(m => m.KeyId).HasMaxLength(32);
    }
}

/// <summary>Keys are part of a model: sites with different keys in one process have separate models.</summary>
internal sealed class KeyedModels : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (context.GetType(), ((CmsDbContext)context).Keys.Fingerprint, designTime);
}
