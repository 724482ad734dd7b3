using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>What a copy of the database is.</summary>
/// <param name="Head">The last line of its log.</param>
/// <param name="Key">Id of the key that seals its fields.</param>
public sealed record CopyFacts(string Migration, ChainHead Head, string Key);

/// <summary>
/// The database as files that can be carried away, of one moment, while others write; and the
/// way back. One scope does one thing: saves, or opens a copy and perhaps
/// puts it in place. Opening makes the scope's context be the copy, at a place of its
/// own, so that every reader and check of the program works on it.
/// </summary>
public abstract class DatabaseCopy(CmsDbContext db)
{
    protected CmsDbContext Db { get; } = db;

    /// <summary>True when this program can bring a database with this last migration up to date.</summary>
    public bool Knows(string migration) => Db.Database.GetMigrations().Contains(migration, StringComparer.Ordinal);

    public abstract Task<CopyFacts> SaveAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Opens the copy that lies in a folder, at a place of its own, and brings it up
    /// to date. Nothing is left of it when the scope ends.</summary>
    /// <returns>The migrations that it lacked.</returns>
    public abstract Task<IReadOnlyList<string>> OpenAsync(string folder, string migration, CancellationToken cancellationToken);

    /// <summary>Makes the opened copy, with what was changed in it, the database; the one that was there is moved aside.</summary>
    /// <param name="aside">Folder for what is moved aside, where it is files; its name otherwise.</param>
    /// <returns>Where the old one is; null when there was none.</returns>
    public abstract Task<string?> PutAsync(string aside, CancellationToken cancellationToken);

    /// <summary>What there is already, in words; null when there is no table at all.</summary>
    public abstract Task<string?> PresentAsync(CancellationToken cancellationToken);

    /// <summary>True when a site anywhere serves from this database, as far as the database itself can tell.</summary>
    public abstract Task<bool> IsServedAsync(CancellationToken cancellationToken);

    protected async Task<CopyFacts> FactsAsync(CancellationToken cancellationToken)
    {
        var head = await Db.AuditHeads.AsNoTracking().SingleAsync(cancellationToken);
        var key = await Db.EncryptionStates.AsNoTracking().Select(m => m.KeyId).SingleOrDefaultAsync(cancellationToken);
        return new((await Db.Database.GetAppliedMigrationsAsync(cancellationToken)).Last(), new(head.Number, head.Hash), key ?? "");
    }
}
