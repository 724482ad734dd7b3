using System.Collections.Concurrent;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(TestDatabases))]

namespace CoalitionCms.Tests.Support;

/// <summary>Gives every site a database of its own, copied from a template that is made once per run.</summary>
public sealed class TestDatabases : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<(DatabaseKind Kind, bool WithStarter), Lazy<Task<Template>>> Templates = new();
    private static readonly string Run = "cms_test_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private static int count;

    /// <summary>Connection string of a server where databases may be made; null when there is none.</summary>
    public static string? PostgreSqlServer { get; } = Environment.GetEnvironmentVariable("CMS_TEST_POSTGRES") is { Length: > 0 } server
        ? server
        : null;

    /// <summary>A connection string for a site whose data lies in <paramref name="folder"/>.</summary>
    public static async Task<string> CopyAsync(DatabaseKind kind, string folder, bool withStarter)
    {
        var template = await Templates.GetOrAdd((kind, withStarter), key => new(() => MakeAsync(key.Kind, key.WithStarter))).Value;
        if (kind == DatabaseKind.Sqlite)
        {
            File.Copy(Path.Combine(template.Folder, "cms.db"), Path.Combine(folder, "cms.db"));
            return SqliteIn(folder);
        }

        var name = NextName();
        await OnServerAsync($"CREATE DATABASE {name} TEMPLATE {template.Database}", since15: " STRATEGY FILE_COPY");
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
        await CloseAsync(kind, connectionString);
        return new(folder, kind == DatabaseKind.PostgreSql ? NameIn(connectionString) : "");
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
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "cms.db"), DefaultTimeout = 10 }.ToString();

    private static string PostgreSqlNamed(string name) =>
        new NpgsqlConnectionStringBuilder(PostgreSqlServer) { Database = name, MaxPoolSize = 12 }.ToString();

    private static string NameIn(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private sealed record Template(string Folder, string Database);
}
