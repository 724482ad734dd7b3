using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>The database in a file; owns the migrations in <c>migrations/Sqlite</c>.</summary>
public sealed class SqliteCmsDbContext(DbContextOptions<SqliteCmsDbContext> options, PublicChanges changes, FieldKeys keys) : CmsDbContext(options, changes, keys)
{
    /// <inheritdoc />
    public override async Task ForgetOldBytesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        // Removed rows are overwritten by secure_delete; this reaches what older versions left in free pages, and the log that holds pages as they were.
        await Database.ExecuteSqlAsync($"VACUUM", cancellationToken);
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            if (await command.ExecuteScalarAsync(cancellationToken) is not 0L)
            {
                throw new TimeoutException("Somebody reads the database, so that its write-ahead log could not be emptied.");
            }
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }
}
