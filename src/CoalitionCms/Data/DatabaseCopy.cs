using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>The description of a copy of the database.</summary>
/// <param name="Head">The last entry of its log.</param>
/// <param name="Key">Id of the key that encrypts its fields.</param>
internal sealed record CopyFacts(string Migration, ChainHead Head, string Key);

/// <summary>
/// Copies the database to portable files, as a consistent snapshot while others write; and restores such a copy. One scope is used for one
/// operation: saving a copy, or opening one and possibly restoring it. Opening makes the scope's context use the copy, at a temporary
/// location, so that all queries and checks of the program work on it.
/// </summary>
internal abstract class DatabaseCopy(CmsDbContext db)
{
    protected CmsDbContext Db { get; } = db;

    /// <summary>Returns whether this program can migrate a database with this last migration.</summary>
    public bool Knows(string migration) => Db.Database.GetMigrations().Contains(migration, StringComparer.Ordinal);

    public abstract Task<CopyFacts> SaveAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Opens the copy in a folder at a temporary location, and migrates it. It is deleted when the scope ends.</summary>
    /// <returns>The migrations that were applied.</returns>
    public abstract Task<IReadOnlyList<string>> OpenAsync(string folder, string migration, CancellationToken cancellationToken);

    /// <summary>Replaces the database by the opened copy, with all changes made to it; the existing database is moved.</summary>
    /// <param name="aside">Folder for the existing database if it consists of files; otherwise its new name.</param>
    /// <returns>The location of the old database; null if there was none.</returns>
    public abstract Task<string?> PutAsync(string aside, CancellationToken cancellationToken);

    /// <summary>Describes an existing database; null if there are no tables.</summary>
    public abstract Task<string?> PresentAsync(CancellationToken cancellationToken);

    /// <summary>Returns whether any site serves from this database, as far as the database itself can tell.</summary>
    public abstract Task<bool> IsServedAsync(CancellationToken cancellationToken);

    protected async Task<CopyFacts> FactsAsync(CancellationToken cancellationToken)
    {
        var head = await Db.AuditHeads.AsNoTracking().SingleAsync(cancellationToken);
        var key = await Db.EncryptionStates.AsNoTracking().Select(m => m.KeyId).SingleOrDefaultAsync(cancellationToken);
        return new((await Db.Database.GetAppliedMigrationsAsync(cancellationToken)).Last(), new(head.Number, head.Hash), key ?? "");
    }
}
