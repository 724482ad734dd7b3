using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>The database in a file; owns the migrations in <c>migrations/Sqlite</c>.</summary>
internal sealed class SqliteCmsDbContext(DbContextOptions<SqliteCmsDbContext> options, FieldKeys keys) : CmsDbContext(options, keys)
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // Words that few entries have are looked for in all entries of a kind: in the index of their order, without reading their rows.
        // An index of PostgreSQL has a limit that such words may exceed.
        var entries = modelBuilder.Model.GetEntityTypes().Single(t => t.GetTableName() == "Entries");
        var index = entries.GetIndexes().Single(i => i.Properties.Select(p => p.Name).SequenceEqual(["Kind", "UpdatedAt", "Id"]));
        entries.RemoveIndex(index);
        entries.AddIndex([.. index.Properties, entries.FindProperty("TrashedAt")!, entries.FindProperty("Words")!]);
    }

    internal override async Task FlushLaterAsync(CancellationToken cancellationToken)
    {
        // In the write-ahead log NORMAL leaves the file whole whatever happens; the next FULL commit writes out the log up to there.
        // A larger cache and log spare that the same pages of the indices are read and written again and again.
        await Database.OpenConnectionAsync(cancellationToken);
        await Database.ExecuteSqlAsync(
            $"PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=8000;", cancellationToken);
    }

    private protected override string SearchSql(string condition) =>
        "SELECT c.\"Id\" AS \"Value\" FROM (SELECT rowid AS \"Id\" FROM SearchIndex WHERE SearchIndex MATCH {0} ORDER BY rowid DESC) AS c "
        + condition + " LIMIT {1}";

    private protected override string KeysExpression(IReadOnlyCollection<string> keys) =>
        string.Join(" AND ", keys.Select(k => $"\"{k}\""));

    private protected override string PositionFunction => "instr";

    internal override async Task PrepareSearchAsync(CancellationToken cancellationToken)
    {
        if (await Database.SqlQuery<int>($"SELECT 1 AS Value FROM sqlite_master WHERE name = 'SearchIndex'").AnyAsync(cancellationToken))
        {
            return;
        }

        // Of each key the index has only which documents have it: with positions it would be larger, and a common character would be
        // read in all its places. Security: secure-delete, with the pragma of the same name, leaves no byte of a removed word in the file.
        await Database.ExecuteSqlAsync(
            $"""
            CREATE VIRTUAL TABLE "SearchIndex" USING fts5(
                "Keys", content='SearchDocuments', content_rowid='Id', tokenize='ascii', detail='none', columnsize=0);
            INSERT INTO "SearchIndex"("SearchIndex", rank) VALUES ('secure-delete', 1);
            CREATE TRIGGER "SearchIndex_Insert" AFTER INSERT ON "SearchDocuments" BEGIN
                INSERT INTO "SearchIndex"(rowid, "Keys") VALUES (new."Id", new."Keys");
            END;
            CREATE TRIGGER "SearchIndex_Delete" AFTER DELETE ON "SearchDocuments" BEGIN
                INSERT INTO "SearchIndex"("SearchIndex", rowid, "Keys") VALUES ('delete', old."Id", old."Keys");
            END;
            CREATE TRIGGER "SearchIndex_Update" AFTER UPDATE OF "Keys" ON "SearchDocuments" BEGIN
                INSERT INTO "SearchIndex"("SearchIndex", rowid, "Keys") VALUES ('delete', old."Id", old."Keys");
                INSERT INTO "SearchIndex"(rowid, "Keys") VALUES (new."Id", new."Keys");
            END;
            INSERT INTO "SearchIndex"("SearchIndex") VALUES ('rebuild');
            """, cancellationToken);
    }

    internal override async Task<bool> SearchHoldsAsync(CancellationToken cancellationToken)
    {
        try
        {
            // With rank 1 it is also compared with the documents.
            await Database.ExecuteSqlAsync($"INSERT INTO SearchIndex(SearchIndex, rank) VALUES ('integrity-check', 1)", cancellationToken);
            return true;
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
        {
            return false;
        }
    }

    internal override Task RebuildSearchAsync(CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"INSERT INTO SearchIndex(SearchIndex) VALUES ('rebuild')", cancellationToken);

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

    internal override async Task WriteSoonAsync(Func<Task> statement, CancellationToken cancellationToken)
    {
        var before = Database.GetCommandTimeout();
        Database.SetCommandTimeout(1);
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await AskAsync("PRAGMA busy_timeout=250", cancellationToken);
            await statement();
        }
        finally
        {
            // The next opening sets the usual time again.
            await Database.CloseConnectionAsync();
            Database.SetCommandTimeout(before);
        }
    }

    private async Task<object?> AskAsync(string pragma, CancellationToken cancellationToken)
    {
        await using var command = Database.GetDbConnection().CreateCommand();
        command.CommandText = pragma;
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
