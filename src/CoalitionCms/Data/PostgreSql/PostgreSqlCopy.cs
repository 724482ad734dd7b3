using System.Data;
using System.Text;
using System.Text.RegularExpressions;
using CoalitionCms.Caching;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CoalitionCms.Data;

/// <summary>
/// Copies the rows of every table in one transaction, one file each, as written by <c>pg_dump</c>; tables are created by the program's own
/// migrations. A copy is opened in a schema that only its transaction sees: it disappears with the transaction, whatever happens to the
/// program, or replaces the current one in a single commit.
/// </summary>
internal sealed partial class PostgreSqlCopy(CmsDbContext db) : DatabaseCopy(db), IAsyncDisposable
{
    private const string Opened = "cms_restored";
    private const string History = "__EFMigrationsHistory";
    private const int Piece = 32_768;
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private IDbContextTransaction? transaction;

    private NpgsqlConnection Connection => (NpgsqlConnection)Db.Database.GetDbConnection();

    public override async Task<CopyFacts> SaveAsync(string folder, CancellationToken cancellationToken)
    {
        transaction = await Db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        foreach (var table in await ReadAsync(
            $"SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '{History}' ORDER BY tablename",
            cancellationToken))
        {
            var columns = await ReadAsync(
                "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = "
                + $"'{table}' AND is_generated = 'NEVER' ORDER BY ordinal_position", cancellationToken);
            var what = $"\"{table}\" ({string.Join(", ", columns.Select(c => $"\"{c}\""))})";
            var path = Path.Combine(folder, table + ".copy");
            DataFolder.MakePrivateFile(path);
            await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
            await file.WriteAsync($"COPY {what} FROM stdin;\n");
            using var rows = await Connection.BeginTextExportAsync($"COPY {what} TO STDOUT", cancellationToken);
            await PassAsync(rows, file, cancellationToken);
        }

        return await FactsAsync(cancellationToken);
    }

    public override async Task<IReadOnlyList<string>> OpenAsync(string folder, string migration, CancellationToken cancellationToken)
    {
        transaction = await Db.Database.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync($"CREATE SCHEMA {Opened}; SET LOCAL search_path TO {Opened}, public", cancellationToken);
        await ExecuteAsync(Script(Migration.InitialDatabase, migration), cancellationToken);
        var links = await ReadAsync(
            $"SELECT format('ALTER TABLE %I.%I|%I|%s', '{Opened}', t.relname, c.conname, pg_get_constraintdef(c.oid)) "
            + "FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE c.contype = 'f' AND c.connamespace = "
            + $"'{Opened}'::regnamespace", cancellationToken);
        foreach (var link in links.Select(l => l.Split('|', 3)))
        {
            await ExecuteAsync($"{link[0]} DROP CONSTRAINT {link[1]}", cancellationToken);
        }

        // Rows inserted by a migration are also in the backup.
        var tables =
            await ReadAsync($"SELECT format('%I.%I', '{Opened}', tablename) FROM pg_tables WHERE schemaname = '{Opened}' AND tablename "
            + $"<> '{History}'", cancellationToken);
        await ExecuteAsync($"TRUNCATE {string.Join(", ", tables)}", cancellationToken);
        foreach (var file in Directory.EnumerateFiles(folder, "*.copy"))
        {
            await LoadAsync(file, cancellationToken);
        }

        foreach (var link in links.Select(l => l.Split('|', 3)))
        {
            await ExecuteAsync($"{link[0]} ADD CONSTRAINT {link[1]} {link[2]}", cancellationToken);
        }

        await CountOnAsync(cancellationToken);
        var missing = Db.Database.GetMigrations().SkipWhile(m => m != migration).Skip(1).ToList();
        if (missing.Count > 0)
        {
            await ExecuteAsync(Script(migration, missing[^1]), cancellationToken);
        }

        return missing;
    }

    public override async Task<string?> PutAsync(string aside, CancellationToken cancellationToken)
    {
        var before = "before_" + new DirectoryInfo(aside).Name.Replace('-', '_');
        var isThere = await PresentAsync(cancellationToken) is not null;
        await ExecuteAsync($"SET LOCAL search_path TO pg_catalog; ALTER SCHEMA public RENAME TO \"{before}\"; ALTER SCHEMA {Opened} "
            + "RENAME TO public", cancellationToken);

        // An extension belongs to the database, not to its content.
        foreach (var extension in await ReadAsync(
            $"SELECT quote_ident(extname) FROM pg_extension WHERE extnamespace = '{before}'::regnamespace", cancellationToken))
        {
            await ExecuteAsync($"ALTER EXTENSION {extension} SET SCHEMA public", cancellationToken);
        }

        if (!isThere)
        {
            await ExecuteAsync($"DROP SCHEMA \"{before}\"", cancellationToken);
        }

        await transaction!.CommitAsync(cancellationToken);
        return isThere ? $"schema {before} of the database" : null;
    }

    public override async Task<string?> PresentAsync(CancellationToken cancellationToken)
    {
        await Db.Database.OpenConnectionAsync(cancellationToken);
        var found =
            await ReadAsync("SELECT current_database()::text WHERE EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')",
            cancellationToken);
        await Db.Database.CloseConnectionAsync();
        return found.Count == 0 ? null : "the PostgreSQL database " + found[0];
    }

    public override async Task<bool> IsServedAsync(CancellationToken cancellationToken)
    {
        // Every serving process keeps a connection that listens for changes. The connection of a process that has just stopped closes
        // shortly.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await Db.Database.OpenConnectionAsync(cancellationToken);
            var found = await ReadAsync(
                "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND application_name = "
                + $"'{PostgresInvalidationListener.ConnectionName}'", cancellationToken);
            await Db.Database.CloseConnectionAsync();
            if (found.Count == 0)
            {
                return false;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (transaction is not null)
        {
            await transaction.DisposeAsync();
        }
    }

    private async Task LoadAsync(string path, CancellationToken cancellationToken)
    {
        using var file = new StreamReader(path, Encoding.UTF8);

        // Security: of the file's content, only names of a table and of columns become part of a statement.
        var head = Head().Match(await file.ReadLineAsync(cancellationToken) ?? "");
        if (!head.Success || head.Groups["table"].Value + ".copy" != Path.GetFileName(path) || head.Groups["table"].Value == History)
        {
            throw new SetupException($"The backup's table {Path.GetFileName(path)} is not as this program writes tables. Nothing was "
                + "changed.", "Take another backup.");
        }

        await using var rows =
            await Connection.BeginTextImportAsync($"COPY {Opened}.{head.Groups["into"].Value} FROM STDIN", cancellationToken);
        await PassAsync(file, rows, cancellationToken);
    }

    /// <summary>Advances sequences past the restored values.</summary>
    private async Task CountOnAsync(CancellationToken cancellationToken)
    {
        var counted = await ReadAsync(
            "SELECT format('SELECT setval(pg_get_serial_sequence(''%I.%I'', ''%s''), coalesce(max(%I), 0) + 1, false) FROM %I.%I', "
            + "table_schema, table_name, column_name, column_name, table_schema, table_name) "
            + $"FROM information_schema.columns WHERE table_schema = '{Opened}' AND is_identity = 'YES'", cancellationToken);
        foreach (var statement in counted)
        {
            await ExecuteAsync(statement, cancellationToken);
        }
    }

    private string Script(string from, string to) =>
        Db.GetService<IMigrator>().GenerateScript(from, to, MigrationsSqlGenerationOptions.NoTransactions);

    private async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var command = Command(statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<string>> ReadAsync(string question, CancellationToken cancellationToken)
    {
        await using var command = Command(question);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    // Without a timeout, because a large table may take long.
    private NpgsqlCommand Command(string text) =>
        new(text, Connection, (NpgsqlTransaction?)transaction?.GetDbTransaction()) { CommandTimeout = 0 };

    private static async Task PassAsync(TextReader from, TextWriter to, CancellationToken cancellationToken)
    {
        var piece = new char[Piece];
        for (int read; (read = await from.ReadAsync(piece, cancellationToken)) > 0;)
        {
            await to.WriteAsync(piece.AsMemory(0, read), cancellationToken);
        }
    }

    [GeneratedRegex("""\ACOPY (?<into>"(?<table>[A-Za-z0-9_]+)" \("[A-Za-z0-9_]+"(?:, "[A-Za-z0-9_]+")*\)) FROM stdin;\z""")]
    private static partial Regex Head();
}
