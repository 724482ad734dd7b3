using System.Collections.Concurrent;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(TestDatabases))]

namespace CoalitionCms.Tests.Support;

/// <summary>
/// Gives every site a database of its own, copied from a template that is made once per run. On PostgreSQL a copy is three hundred files,
/// so that a database whose site has ended gets back the template's rows and serves the next site.
/// </summary>
public sealed class TestDatabases : IAsyncDisposable
{
    /// <summary>Put into each template: its rows, a description of its schema, and what puts the rows back.</summary>
    private const string Keeping = """
        CREATE SCHEMA kept;
        CREATE FUNCTION kept.schema_now() RETURNS text LANGUAGE sql AS $$
            SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
                SELECT concat_ws(' ', c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull, a.attidentity) AS line
                    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                    WHERE c.relnamespace = 'public'::regnamespace
                UNION ALL SELECT concat_ws(' ', tgrelid, tgname, tgenabled) FROM pg_trigger
                UNION ALL SELECT concat_ws(' ', conrelid, conname, pg_get_constraintdef(oid)) FROM pg_constraint
                    WHERE connamespace = 'public'::regnamespace
                UNION ALL SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'
                UNION ALL SELECT setconfig::text FROM pg_db_role_setting
                    WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())) AS lines
            $$;
        CREATE FUNCTION kept.put_back() RETURNS boolean LANGUAGE plpgsql AS $$
            DECLARE this text;
            BEGIN
                IF kept.schema_now() <> (SELECT value FROM kept.schema_then) THEN
                    RETURN false;
                END IF;
                SET LOCAL lock_timeout = '2s';
                SET LOCAL session_replication_role = replica;
                FOR this IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                    -- Rows that are only deleted would be read over by everybody after.
                    EXECUTE format(CASE WHEN pg_relation_size(format('public.%I', this)) > 65536 THEN 'TRUNCATE public.%I CASCADE'
                        ELSE 'DELETE FROM public.%I' END, this);
                END LOOP;
                FOR this IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' AND tablename !~ '^(schema_then|sequences)$' LOOP
                    EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', this);
                END LOOP;
                PERFORM setval(format('public.%I', name), start, is_called) FROM kept.sequences;
                RETURN true;
            END
            $$;
        DO $$
            DECLARE this text; has_rows boolean;
            BEGIN
                CREATE TABLE kept.sequences AS SELECT sequencename::text AS name, coalesce(last_value, start_value) AS start,
                    last_value IS NOT NULL AS is_called FROM pg_sequences WHERE schemaname = 'public';
                FOR this IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', this) INTO has_rows;
                    IF has_rows THEN
                        EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', this);
                    END IF;
                END LOOP;
                CREATE TABLE kept.schema_then AS SELECT kept.schema_now() AS value;
            END
            $$;
        """;

    private static readonly ConcurrentDictionary<(DatabaseKind Kind, bool WithStarter), Lazy<Task<Template>>> Templates = new();
    private static readonly string Run = "cms_test_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private static readonly ConcurrentDictionary<string, bool> Copies = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, int> Sites = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<bool, ConcurrentBag<string>> Returned = new();
    private static int count;

    /// <summary>Connection string of a server where databases may be made; null when there is none.</summary>
    public static string? PostgreSqlServer { get; } = Environment.GetEnvironmentVariable("CMS_TEST_POSTGRES") is { Length: > 0 } server
        ? server
        : null;

    /// <summary>A connection string for a site whose data is in <paramref name="folder"/>.</summary>
    public static async Task<string> CopyAsync(DatabaseKind kind, string folder, bool withStarter)
    {
        var template = await Templates.GetOrAdd((kind, withStarter), key => new(() => MakeAsync(key.Kind, key.WithStarter))).Value;
        if (kind == DatabaseKind.Sqlite)
        {
            File.Copy(Path.Combine(template.Folder, "cms.db"), Path.Combine(folder, "cms.db"));
            return SqliteIn(folder);
        }

        if (ReturnedOf(withStarter).TryTake(out var returned))
        {
            return returned;
        }

        var name = NextName();
        await OnServerAsync($"CREATE DATABASE {name} TEMPLATE {template.Database}", since15: " STRATEGY FILE_COPY");
        Copies[PostgreSqlNamed(name)] = withStarter;
        return PostgreSqlNamed(name);
    }

    /// <summary>A connection string of a database without tables.</summary>
    public static async Task<string> EmptyAsync(DatabaseKind kind, string folder)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            return SqliteIn(folder);
        }

        var name = NextName();
        await OnServerAsync($"CREATE DATABASE {name}");
        return PostgreSqlNamed(name);
    }

    /// <summary>Counts a site that runs on a database; another may run on it already.</summary>
    public static void Use(string connectionString) => Sites.AddOrUpdate(connectionString, 1, (_, sites) => sites + 1);

    /// <summary>Says that a site has ended; false while another runs on its database.</summary>
    public static bool Leave(string connectionString) => Sites.AddOrUpdate(connectionString, 0, (_, sites) => sites - 1) == 0;

    /// <summary>Takes a database that nobody uses any more, for another site if its schema is as it was.</summary>
    public static async Task ReturnAsync(DatabaseKind kind, string connectionString)
    {
        if (Copies.TryGetValue(connectionString, out var withStarter) && await PutBackAsync(connectionString))
        {
            ReturnedOf(withStarter).Add(connectionString);
            return;
        }

        await DropAsync(kind, connectionString);
    }

    /// <summary>Lets go of a database, and drops it from the server.</summary>
    public static async Task DropAsync(DatabaseKind kind, string connectionString)
    {
        await CloseAsync(kind, connectionString);
        if (kind == DatabaseKind.PostgreSql)
        {
            await OnServerAsync($"DROP DATABASE IF EXISTS {NameIn(connectionString)} WITH (FORCE)");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in Returned.Values.SelectMany(r => r))
        {
            await DropAsync(DatabaseKind.PostgreSql, database);
        }

        foreach (var ((kind, _), template) in Templates)
        {
            var (folder, database) = await template.Value;
            Directory.Delete(folder, recursive: true);
            if (kind == DatabaseKind.PostgreSql)
            {
                await OnServerAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            }
        }

        Templates.Clear();
    }

    private static async Task<Template> MakeAsync(DatabaseKind kind, bool withStarter)
    {
        var folder = Directory.CreateTempSubdirectory("cms-template-").FullName;
        var connectionString = await EmptyAsync(kind, folder);
        await CmsSite.FillAsync(kind, connectionString, folder, withStarter);
        if (kind == DatabaseKind.PostgreSql)
        {
            await ExecuteAsync(connectionString, Keeping);
        }

        await CloseAsync(kind, connectionString);
        return new(folder, kind == DatabaseKind.PostgreSql ? NameIn(connectionString) : "");
    }

    private static ConcurrentBag<string> ReturnedOf(bool withStarter) => Returned.GetOrAdd(withStarter, _ => []);

    private static async Task<bool> PutBackAsync(string connectionString)
    {
        try
        {
            return await ExecuteAsync(connectionString, "SELECT kept.put_back()") is true;
        }
        catch (NpgsqlException)
        {
            // The test dropped it, or something still holds a lock in it.
            return false;
        }
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task CloseAsync(DatabaseKind kind, string connectionString)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            await using var file = new SqliteConnection(connectionString);
            SqliteConnection.ClearPool(file);
            return;
        }

        await using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    /// <param name="since15">Added on servers from version 15 on: copying files takes
    /// half of the time of copying by the write-ahead log.</param>
    private static async Task OnServerAsync(string statement, string since15 = "")
    {
        await using var server = new NpgsqlConnection(PostgreSqlServer);
        await server.OpenAsync();
        await using var command = new NpgsqlCommand(server.PostgreSqlVersion.Major < 15 ? statement : statement + since15, server);
        await command.ExecuteNonQueryAsync();
    }

    private static string NextName() =>
        Run + "_" + Interlocked.Increment(ref count).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string SqliteIn(string folder) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "cms.db"),
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = 10,
        }.ToString();

    private static string PostgreSqlNamed(string name) =>
        new NpgsqlConnectionStringBuilder(PostgreSqlServer) { Database = name, MaxPoolSize = 12 }.ToString();

    private static string NameIn(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private sealed record Template(string Folder, string Database);
}
