using CoalitionCms.Caching;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CoalitionCms.Data;

/// <summary>Selects the database, migrates it, and explains why it cannot be used.</summary>
internal sealed class DatabaseSetup(CmsDbContext db, CmsOptions options, FieldEncryption sealing, AuditLog audit)
{
    public static void Add(IServiceCollection services, CmsOptions options, string? connectionString)
    {
        services.AddSingleton<CacheInvalidation>().AddSingleton<AfterCommit>();
        services.AddScoped<DatabaseSetup>();
        services.AddScoped<DatabaseCheck>();
        services.AddSingleton<FieldKeyFile>().AddSingleton<FieldKeyLock>().AddSingleton<KeyRing>().AddScoped<FieldEncryption>();
        services.AddSingleton(provider => provider.GetRequiredService<FieldKeyFile>().Read());
        if (options.Kind == DatabaseKind.PostgreSql)
        {
            services.AddScoped<DatabaseCopy, PostgreSqlCopy>();
            services.AddDbContext<CmsDbContext,
                PostgreSqlCmsDbContext>((provider, b) => Common(provider, b).UseNpgsql(connectionString, Split));
        }
        else
        {
            services.AddSingleton<SqlitePragmas>();
            services.AddScoped<DatabaseCopy, SqliteCopy>();
            services.AddDbContext<CmsDbContext, SqliteCmsDbContext>((provider, b) =>
                Common(provider, b).UseSqlite(WithoutMaking(connectionString ?? DefaultSqlite(options)), Split)
                .AddInterceptors(provider.GetRequiredService<SqlitePragmas>()));
        }

        static void Split<TBuilder, TExtension>(RelationalDbContextOptionsBuilder<TBuilder, TExtension> relational)
            where TBuilder : RelationalDbContextOptionsBuilder<TBuilder, TExtension>
            where TExtension : RelationalOptionsExtension, new() =>
            relational.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery);
    }

    public static string DefaultSqlite(CmsOptions options) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(options.DataDirectory, "cms.db"), DefaultTimeout = 10 }.ToString();

    /// <summary>
    /// Only a migration makes the file: one that was deleted under the site is reported, and never becomes an empty database.
    /// </summary>
    private static string WithoutMaking(string connectionString)
    {
        var parts = new SqliteConnectionStringBuilder(connectionString);
        if (parts.Mode == SqliteOpenMode.ReadWriteCreate && parts.DataSource is not ("" or ":memory:"))
        {
            parts.Mode = SqliteOpenMode.ReadWrite;
        }

        return parts.ToString();
    }

    /// <summary>Applies the missing migrations, and encrypts the columns that must be encrypted.</summary>
    /// <returns>Names of the applied migrations.</returns>
    /// <exception cref="SetupException">The database cannot be reached or written, or is newer than the program, or the key file is not its
    /// own.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(Actor actor, CancellationToken cancellationToken)
    {
        RestoreInProgressFile.Refuse(options);
        using var turn = options.Kind == DatabaseKind.Sqlite ? TakeTurn() : null;
        try
        {
            if (FileOf(db) is { } file && Directory.Exists(Path.GetDirectoryName(file)))
            {
                DataFolder.MakePrivateFile(file);
            }

            return options.Kind == DatabaseKind.PostgreSql
                ? await InTurnOnServerAsync(PrepareAsync, cancellationToken)
                : await PrepareAsync();
        }
        catch (Exception problem) when (CauseOf(problem) is { } cause)
        {
            // A connection that waits for its next use has the damaged file open, also when another one was put in its place.
            if (db.Database.GetDbConnection() is SqliteConnection file)
            {
                SqliteConnection.ClearPool(file);
            }

            throw Explain(cause);
        }

        async Task<IReadOnlyList<string>> PrepareAsync()
        {
            var applied = await ApplyAsync(actor, cancellationToken);
            await db.PrepareSearchAsync(cancellationToken);
            await sealing.PrepareAsync(actor, cancellationToken);
            return applied;
        }
    }

    /// <summary>Checks, without changes, that there is a database of exactly this version, for commands that only read.</summary>
    /// <exception cref="SetupException">There is no database, it is older or newer, or it cannot be read.</exception>
    public async Task RequireCurrentAsync(CancellationToken cancellationToken)
    {
        RestoreInProgressFile.Refuse(options);
        if (FileOf(db) is { } file && !File.Exists(file))
        {
            throw new SetupException($"There is no database at {file}.", "Check Cms__DataDirectory.");
        }

        try
        {
            var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
            if (!applied.SequenceEqual(db.Database.GetMigrations(), StringComparer.Ordinal))
            {
                throw new SetupException("The database was made by another version of CoalitionCms. Nothing was changed.",
                    "Use that version, or bring the database up to date first: migrate");
            }

            await sealing.RequireAsync(cancellationToken);
        }
        catch (Exception problem) when (CauseOf(problem) is { } cause)
        {
            throw Explain(cause);
        }
    }

    public Task<bool> AnswersAsync(CancellationToken cancellationToken) => db.Database.CanConnectAsync(cancellationToken);

    internal static string? FileOf(CmsDbContext db) =>
        db.Database.IsSqlite() && new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource is { Length: > 0 } path
        && path != ":memory:" ? Path.GetFullPath(path) : null;

    private static DbContextOptionsBuilder Common(IServiceProvider provider, DbContextOptionsBuilder builder) =>
        builder.UseQueryTrackingBehavior(QueryTrackingBehavior.TrackAll).ReplaceService<IModelCacheKeyFactory, KeyedModels>()
            .AddInterceptors(EncryptedColumnQueries.Guard, RowEncryption.Guard, provider.GetRequiredService<AfterCommit>())
            .AddInterceptors(provider.GetServices<ISaveChangesInterceptor>());

    private async Task<IReadOnlyList<string>> ApplyAsync(Actor actor, CancellationToken cancellationToken)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await db.Database.GetService<IHistoryRepository>().ExistsAsync(cancellationToken)
            ? (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList()
            : [];
        if (applied.FirstOrDefault(m => !known.Contains(m)) is { } unknown)
        {
            throw new SetupException(
                $"The database was made by a newer version of CoalitionCms (it has {unknown}).",
                "Start that version or a later one. Nothing was changed.");
        }

        var missing = db.Database.GetMigrations().Except(applied).ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        if (options.Kind == DatabaseKind.Sqlite)
        {
            await db.Database.ExecuteSqlAsync($"PRAGMA journal_mode=WAL", cancellationToken);

            // The holder of the file lock is the only process: a migration lock in the table was left by a killed one.
            await db.Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
        audit.Record(actor, AuditVerb.DatabaseMigrated, "database", "schema", new { migrations = missing });
        await db.SaveChangesAsync(cancellationToken);
        return missing;
    }

    /// <summary>Serialises migrations of a file; the system releases the lock of a killed process.</summary>
    private FileStream TakeTurn()
    {
        var path = Path.Combine(options.DataDirectory, "migrate.lock");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException denied)
            {
                throw DataFolder.NotWritable(options.DataDirectory, denied);
            }
            catch (IOException busy) when (attempt < 600 && busy is not DirectoryNotFoundException)
            {
                Thread.Sleep(100);
            }
            catch (IOException busy)
            {
                throw new SetupException($"{path} cannot be locked: {busy.Message}",
                    "Another process may be bringing the database up to date. Try again in a minute.", busy);
            }
        }
    }

    /// <summary>
    /// Serialises migrations on a server, where processes of several machines may start at once. The server releases the lock of a killed
    /// one.
    /// </summary>
    private async Task<T> InTurnOnServerAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        // The lock belongs to the connection, which stays open until then. Nobody knows how long the one before needs.
        await db.Database.OpenConnectionAsync(cancellationToken);
        var usual = db.Database.GetCommandTimeout();
        try
        {
            db.Database.SetCommandTimeout(0);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock(hashtext('coalition-cms migrate'))", cancellationToken);
            db.Database.SetCommandTimeout(usual);
            return await work();
        }
        finally
        {
            // A closed connection waits in the pool with its locks; one that is broken has none.
            db.Database.SetCommandTimeout(usual);
            if (db.Database.GetDbConnection().State == System.Data.ConnectionState.Open)
            {
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock_all()", CancellationToken.None);
            }

            await db.Database.CloseConnectionAsync();
        }
    }

    // Entity Framework wraps what may be temporary.
    private static Exception? CauseOf(Exception? problem) =>
        problem is null or SqliteException or Npgsql.NpgsqlException or TimeoutException ? problem : CauseOf(problem.InnerException);

    /// <summary>On a full disk, what SQLite needs beside the file cannot be made, which it calls an error of the disk.</summary>
    private bool HasNoSpace() =>
        FileOf(db) is { } file && new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace < Environment.SystemPageSize;

    private SetupException Explain(Exception problem) => problem switch
    {
        SqliteException { SqliteErrorCode: 8 } =>
            new("The database file may not be written.", "Make the file and its folder writable for the user that runs the program.",
            problem),
        SqliteException { SqliteErrorCode: 11 or 26 } =>
        new("The database file is damaged or is no SQLite database.", "Keep it, and restore the last backup beside it.", problem),
        SqliteException { SqliteErrorCode: var code } when code == 13 || (code == 10 && HasNoSpace()) =>
        new("The disk is full.", "Free some space and start again. Nothing acknowledged was lost.", problem),
        SqliteException { SqliteErrorCode: 5 or 6 } =>
        new("Another program holds the database file.", "Wait until it has ended, such as a backup of the host, and try again.", problem),
        SqliteException =>
        new($"The database file cannot be opened ({problem.Message}).",
        "Check Cms__DataDirectory and ConnectionStrings__Cms: the folder must exist and be writable.", problem),
        Npgsql.PostgresException { SqlState: "28P01" or "28000" } =>
        new("The PostgreSQL server refused the user or password.", "Check ConnectionStrings__Cms.", problem),
        Npgsql.PostgresException { SqlState: "3D000" } =>
        new("The PostgreSQL server has no such database.", "Create it (createdb), or correct Database= in ConnectionStrings__Cms.",
        problem),
        Npgsql.PostgresException { SqlState: [not ('0' or '5'), ..] } refused =>
        new($"The PostgreSQL server refused a statement ({refused.SqlState}: {refused.MessageText}). Nothing was changed by it.",
        "Check that the user owns the database, and that no other program uses it. If that is so, please report this line.", problem),
        _ => new($"The PostgreSQL server does not answer ({problem.Message}).",
        "Check that it runs and that Host= and Port= in ConnectionStrings__Cms are right.", problem),
    };
}
