using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>A file copied by SQLite's backup API, which copies a consistent snapshot however long it takes.</summary>
internal sealed class SqliteCopy(CmsDbContext db) : DatabaseCopy(db)
{
    public const string Name = "cms.db";
    private static readonly string[] Endings = ["", "-wal", "-shm", "-journal"];

    private string? place;

    public override async Task<CopyFacts> SaveAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Name);
        DataFolder.MakePrivateFile(path);
        await Db.Database.OpenConnectionAsync(cancellationToken);
        await using (var copy = new SqliteConnection(StringOf(path)))
        {
            await copy.OpenAsync(cancellationToken);
            ((SqliteConnection)Db.Database.GetDbConnection()).BackupDatabase(copy);
        }

        await Db.Database.CloseConnectionAsync();
        Db.Database.SetConnectionString(StringOf(path));
        await Db.Database.OpenConnectionAsync(cancellationToken);
        var facts = await FactsAsync(cancellationToken);

        // Closing the last connection removes the write-ahead log, so that the file alone is the database.
        await Db.Database.CloseConnectionAsync();
        return facts;
    }

    public override async Task<IReadOnlyList<string>> OpenAsync(string folder, string migration, CancellationToken cancellationToken)
    {
        place = DatabaseSetup.FileOf(Db);
        Db.Database.SetConnectionString(StringOf(Path.Combine(folder, Name)));
        await Db.Database.OpenConnectionAsync(cancellationToken);
        var missing = (await Db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (missing.Count > 0)
        {
            await Db.Database.MigrateAsync(cancellationToken);
        }

        return missing;
    }

    public override async Task<string?> PutAsync(string aside, CancellationToken cancellationToken)
    {
        var (copy, target) = (DatabaseSetup.FileOf(Db)!, place!);
        await Db.Database.CloseConnectionAsync();
        SqliteConnection.ClearAllPools();
        var isThere = File.Exists(target);
        DataFolder.MakePrivate(Path.GetDirectoryName(target)!);
        foreach (var ending in Endings.Where(ending => File.Exists(target + ending)))
        {
            DataFolder.MakePrivate(aside);
            File.Move(target + ending, Path.Combine(aside, Path.GetFileName(target) + ending));
        }

        File.Move(copy, target);
        return isThere ? Path.Combine(aside, Path.GetFileName(target)) : null;
    }

    public override Task<string?> PresentAsync(CancellationToken cancellationToken) =>
        Task.FromResult(DatabaseSetup.FileOf(Db) is { } file && File.Exists(file) && new FileInfo(file).Length > 0 ? file : null);

    // A process that serves from a file holds the lock of the data folder.
    public override Task<bool> IsServedAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    private static string StringOf(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString();
}
