using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Data;

/// <summary>
/// A cache tag and the number of the log's newest entry when something under it changed last. By it, a copy of the site is brought up to
/// date without rendering every page again.
/// </summary>
internal sealed class ChangedTag
{
    public string Tag { get; private set; } = "";

    public long Number { get; private set; }

    /// <summary>Notes tags in the transaction that changed what they stand for.</summary>
    /// <param name="number">The newest entry of the transaction; null if it has none, which counts as one more than the newest.</param>
    internal static async Task NoteAsync(CmsDbContext db, IEnumerable<string> tags, long? number, CancellationToken cancellationToken)
    {
        // In one order, so that two transactions do not wait for each other.
        foreach (var part in tags.Order(StringComparer.Ordinal).Chunk(200))
        {
            var at = number is null ? "(SELECT \"Number\" + 1 FROM \"AuditHead\")" : $"{{{part.Length}}}";
            var rows = string.Join(", ", part.Select((_, i) => $"({{{i}}}, {at})"));
            object[] values = number is { } known ? [.. part, known] : [.. part];
            await db.Database.ExecuteSqlAsync(FormattableStringFactory.Create(
                $"INSERT INTO \"ChangedTags\" (\"Tag\", \"Number\") VALUES {rows} "
                + "ON CONFLICT (\"Tag\") DO UPDATE SET \"Number\" = excluded.\"Number\"", values), cancellationToken);
        }
    }
}

internal sealed class ChangedTags : IEntityTypeConfiguration<ChangedTag>
{
    public void Configure(EntityTypeBuilder<ChangedTag> tag)
    {
        tag.ToTable("ChangedTags");
        tag.HasKey(t => t.Tag);
        tag.Property(t => t.Tag).HasMaxLength(200);
    }
}
