using System.Runtime.CompilerServices;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>The database in a file; owns the migrations in <c>migrations/Sqlite</c>.</summary>
internal sealed class SqliteCmsDbContext(DbContextOptions<SqliteCmsDbContext> options, FieldKeys keys) : CmsDbContext(options, keys)
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    internal override async Task FlushLaterAsync(CancellationToken cancellationToken)
    {
        // In the write-ahead log NORMAL leaves the file whole whatever happens; the next FULL commit writes out the log up to there.
        // A larger cache and log spare that the same pages of the indices are read and written again and again.
        await Database.OpenConnectionAsync(cancellationToken);
        await Database.ExecuteSqlAsync(
            $"PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=8000;", cancellationToken);
    }

    internal override bool SearchesByKeys => false;

    internal override IQueryable<long> Search(SearchQuery query, SearchField field, int most)
    {
        var phrases = string.Join(" AND ", query.Phrases.Select(p => $"\"{string.Join(' ', p)}\""));
        if (field == SearchField.Anywhere)
        {
            return Database.SqlQuery<long>(
                $"SELECT rowid AS Value FROM SearchIndex WHERE SearchIndex MATCH {phrases} ORDER BY rowid DESC LIMIT {most}");
        }

        var match = field == SearchField.Names ? $"{{Names}} : ({phrases})" : phrases;
        return Database.SqlQuery<long>(
            $"SELECT rowid AS Value FROM SearchNames WHERE SearchNames MATCH {match} ORDER BY rowid DESC LIMIT {most}");
    }

    internal override async Task PrepareSearchAsync(CancellationToken cancellationToken)
    {
        // Names and titles have an index of their own: a character of a name may stand in every second text, and its list would be read
        // whole.
        await PrepareAsync("SearchIndex", ["Names", "Title", "Text"], cancellationToken);
        await PrepareAsync("SearchNames", ["Names", "Title"], cancellationToken);
    }

    private async Task PrepareAsync(string table, string[] columns, CancellationToken cancellationToken)
    {
        if (await Database.SqlQuery<int>($"SELECT 1 AS Value FROM sqlite_master WHERE name = {table}").AnyAsync(cancellationToken))
        {
            return;
        }

        var names = string.Join(", ", columns.Select(c => $"\"{c}\""));
        var insertion = $"""
            INSERT INTO "{table}"(rowid, {names}) VALUES (new."Id", {string.Join(", ", columns.Select(c => $"new.\"{c}\""))});
            """;
        var deletion = $"""
            INSERT INTO "{table}"("{table}", rowid, {names})
            VALUES ('delete', old."Id", {string.Join(", ", columns.Select(c => $"old.\"{c}\""))});
            """;

        // Security: secure-delete, with the pragma of the same name, leaves no byte of a removed word in the file.
        await Database.ExecuteSqlAsync(FormattableStringFactory.Create($"""
            CREATE VIRTUAL TABLE "{table}" USING fts5({names}, content='SearchDocuments', content_rowid='Id', tokenize='ascii');
            INSERT INTO "{table}"("{table}", rank) VALUES ('secure-delete', 1);
            CREATE TRIGGER "{table}_Insert" AFTER INSERT ON "SearchDocuments" BEGIN {insertion} END;
            CREATE TRIGGER "{table}_Delete" AFTER DELETE ON "SearchDocuments" BEGIN {deletion} END;
            CREATE TRIGGER "{table}_Update" AFTER UPDATE OF {names} ON "SearchDocuments" BEGIN {deletion} {insertion} END;
            INSERT INTO "{table}"("{table}") VALUES ('rebuild');
            """), cancellationToken);
    }

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
