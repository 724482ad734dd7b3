using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>The database in a file; owns the migrations in <c>migrations/Sqlite</c>.</summary>
internal sealed class SqliteCmsDbContext(DbContextOptions<SqliteCmsDbContext> options, FieldKeys keys) : CmsDbContext(options, keys)
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public override async Task<bool> OverwriteRemovedAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        // Deleted rows were already overwritten by secure_delete; what remains is the write-ahead log, which holds earlier pages.
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            // A checkpoint that waits for readers blocks writers, so it waits only briefly, and repeatedly.
            await AskAsync("PRAGMA busy_timeout=50", cancellationToken);
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (await AskAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken) is 0L)
                {
                    return true;
                }

                await Task.Delay(Pause, cancellationToken);
            }

            return false;
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    public override async Task PurgeFreedPagesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        // secure_delete overwrites deleted rows; this also covers moved rows and the write-ahead log, which holds earlier pages.
        await Database.ExecuteSqlAsync($"VACUUM", cancellationToken);
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            if (await AskAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken) is not 0L)
            {
                throw new TimeoutException("Somebody reads the database, so that its write-ahead log could not be emptied.");
            }
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    private async Task<object?> AskAsync(string pragma, CancellationToken cancellationToken)
    {
        await using var command = Database.GetDbConnection().CreateCommand();
        command.CommandText = pragma;
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
