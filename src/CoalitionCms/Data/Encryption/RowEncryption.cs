using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CoalitionCms.Data.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CoalitionCms.Data;

/// <summary>
/// Binds encrypted values to their row. Before a save each is encrypted for the key of its row; when a row is read, a value that names
/// another row is refused, so that two exchanged values are found wherever they are used.
/// </summary>
internal sealed class RowEncryption : IMaterializationInterceptor
{
    private static readonly MethodInfo Copy = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    // By instance: the converter, which reads a value, knows the row that it names, but not the row that is being read.
    private static readonly ConditionalWeakTable<object, object> RowsNamed = [];

    private readonly ConcurrentDictionary<IEntityType, IReadOnlyList<IProperty>> sealedOf = [];

    public static RowEncryption Guard { get; } = new();

    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        var type = materializationData.EntityType;
        var properties = sealedOf.GetOrAdd(type, t => [.. t.GetFlattenedProperties().Where(IsSealed)]);
        if (properties.Count > 0)
        {
            var row = KeyOf(type, entity);
            foreach (var property in properties)
            {
                if (property.GetGetter().GetClrValueUsingContainingEntity(entity) is { } value
                    && RowsNamed.TryGetValue(value, out var named) && (Guid)named != row)
                {
                    throw new CryptographicException($"A value of {type.ShortName()}.{property.Name} belongs to another row.");
                }
            }
        }

        return entity;
    }

    /// <summary>Encrypts the values of all rows about to be saved.</summary>
    /// <returns>Puts the plain values back; to be called after the save, whether it succeeded or not.</returns>
    internal static Action Seal(ChangeTracker tracker, FieldKeys keys)
    {
        var restore = new List<Action>();
        foreach (var entry in tracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified).ToList())
        {
            // A row that is not hashed into the log again keeps the values that its hash is of.
            var isHashed = VerifiedTable.In(entry.Metadata.Model).FirstOrDefault(t => t.IsOf(entry.Metadata))?.IsChanged(entry) ?? true;
            foreach (var property in entry.Metadata.GetProperties().Where(p => IsSealed(p) && (isHashed || entry.Property(p).IsModified)))
            {
                Seal(entry.Property(property), entry, keys, restore);
            }

            foreach (var complex in entry.Metadata.GetComplexProperties().Where(c => c.ComplexType.GetProperties().Any(IsSealed)))
            {
                // A copy: other rows may share the object.
                var member = entry.ComplexProperty(complex);
                var open = member.CurrentValue!;
                member.CurrentValue = Copy.Invoke(open, null);
                foreach (var property in complex.ComplexType.GetProperties().Where(IsSealed))
                {
                    Seal(member.Property(property), entry, keys, restore);
                }
            }
        }

        return () => restore.ForEach(put => put());
    }

    internal static T Noted<T>(object made, T open)
        where T : class
    {
        // All empty values are one object. An exchange with an empty value is found at the other row, and by verification.
        if (open is string { Length: > 0 } or byte[] { Length: > 0 })
        {
            RowsNamed.AddOrUpdate(open, FieldKeys.RowOf(made));
        }

        return open;
    }

    private static void Seal(PropertyEntry member, EntityEntry entry, FieldKeys keys, List<Action> restore)
    {
        if (member.CurrentValue is not { } open)
        {
            return;
        }

        var (column, row) = (NameOf(member.Metadata), KeyOf(entry.Metadata, entry.Entity));
        member.CurrentValue = open is byte[] bytes ? keys.Seal(column, row, bytes) : keys.Seal(column, row, (string)open);
        member.IsModified = true;
        restore.Add(() =>
        {
            var isSaved = entry.State is not (EntityState.Added or EntityState.Modified);
            member.CurrentValue = open;
            if (isSaved && entry.State != EntityState.Detached)
            {
                member.OriginalValue = open;
                member.IsModified = false;
            }
        });
    }

    private static bool IsSealed(IReadOnlyProperty property) => property.FindAnnotation(EncryptedColumns.SealedAs) is not null;

    private static string NameOf(IReadOnlyProperty property) => (string)property.FindAnnotation(EncryptedColumns.SealedAs)!.Value!;

    private static Guid KeyOf(IEntityType type, object entity) =>
        (Guid)type.FindPrimaryKey()!.Properties.Single().GetGetter().GetClrValueUsingContainingEntity(entity)!;
}
