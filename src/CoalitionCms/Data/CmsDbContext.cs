using System.Globalization;
using System.Runtime.CompilerServices;
using CoalitionCms.Caching;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoalitionCms.Data;

/// <summary>Work that belongs to a change: it is done in the same transaction, after the rows are written.</summary>
internal interface IFollowsSave
{
    /// <summary>Whether pending changes call for it.</summary>
    bool IsConcerned(ChangeTracker changes);

    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The database context. One save is one transaction: the change and its chained audit entries, all or nothing. Changed cache tags and log
/// entries are announced after the commit of the outermost transaction (<see cref="AfterCommit"/>).
/// </summary>
public abstract class CmsDbContext(DbContextOptions options, FieldKeys keys) : DbContext(options)
{
    private readonly HashSet<string> unsavedTags = new(StringComparer.Ordinal);
    private SavedChanges? saved;

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();
    public DbSet<AuditStart> AuditStarts => Set<AuditStart>();
    public DbSet<EncryptionState> EncryptionStates => Set<EncryptionState>();

    internal FieldKeys Keys { get; } = keys;

    /// <summary>
    /// True while many rows are added at once: their writer does afterwards what <see cref="IFollowsSave"/> does in each save.
    /// </summary>
    internal bool IsFilling { get; set; }

    /// <summary>
    /// Marks cached pages with these tags as outdated once the following changes are committed. See <see cref="CacheTag"/>.
    /// </summary>
    public void Invalidate(params ReadOnlySpan<string> tags)
    {
        foreach (var tag in tags)
        {
            unsavedTags.Add(tag);
        }
    }

    /// <summary>Whether the next save adds a row. <see cref="DbContext.Entry(object)"/> would first look for changes.</summary>
    internal bool IsNew(object row)
    {
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return Entry(row).State == EntityState.Added;
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    /// <summary>Discards all pending changes, for an action that fails after it began.</summary>
    public void DiscardChanges()
    {
        ChangeTracker.Clear();
        unsavedTags.Clear();
    }

    /// <summary>The table of what search knows, whose full-text index belongs to the database.</summary>
    internal const string SearchTable = "SearchDocuments";

    /// <summary>
    /// Ids of the documents that contain all phrases, newest first; both databases find the same. With <see cref="SearchField.Anywhere"/> a
    /// document may have all parts of a phrase and not the phrase: <see cref="SearchQuery.Fits"/> tells.
    /// </summary>
    /// <param name="facets">Keys that the documents also have, from <see cref="SearchText.FacetKey"/>.</param>
    internal IQueryable<long> Search(SearchQuery query, SearchField field, int most, params IEnumerable<string> facets)
    {
        // The index has no positions: where a phrase is more than one key, the last word is that of the texts. Names and titles are short,
        // and compared here, newest first, until there are enough.
        var texts = field == SearchField.Names ? "\"Names\"" : $"\"Names\" || ' {SearchText.Boundary} ' || \"Title\"";
        List<string> unsure = field == SearchField.Anywhere ? [] : [.. query.UnsureIn(field)];
        var comparison = string.Join(" AND ", unsure.Index().Select(p => string.Create(CultureInfo.InvariantCulture,
            $"{PositionFunction}(' ' || {texts} || ' ', {{{p.Index + 2}}}) > 0")));
        return Database.SqlQuery<long>(FormattableStringFactory.Create(SearchSql(comparison.Length == 0 ? ""
                : $"WHERE (SELECT {comparison} FROM \"{SearchTable}\" AS d WHERE d.\"Id\" = c.\"Id\")"),
            [KeysExpression([.. query.KeysIn(field), .. facets]), most, .. unsure]));
    }

    /// <summary>
    /// The SQL that returns, as Value, at most {1} ids of the documents with the keys {0}, newest first; in it they are c."Id".
    /// </summary>
    /// <param name="condition">Empty, or what else must hold.</param>
    private protected abstract string SearchSql(string condition);

    /// <summary>The keys in the form in which <see cref="SearchSql"/> takes them.</summary>
    private protected abstract string KeysExpression(IReadOnlyCollection<string> keys);

    /// <summary>The SQL function that tells where a text contains another.</summary>
    private protected abstract string PositionFunction { get; }

    /// <summary>Whether a stored document has the id.</summary>
    internal async Task<bool> HasSearchDocumentAsync(long id, CancellationToken cancellationToken) =>
        await FirstRowAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT 1 FROM \"{SearchTable}\" WHERE \"Id\" = {id}"),
            cancellationToken) is not null;

    /// <summary>Creates the full-text index if it is missing.</summary>
    internal abstract Task PrepareSearchAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Whether the full-text index has exactly what the documents say; always, where nobody can write to the one without the other. Nothing
    /// is saved meanwhile.
    /// </summary>
    internal virtual Task<bool> SearchHoldsAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>Makes the full-text index again from the documents. Readers are answered meanwhile, and nothing is saved.</summary>
    internal virtual Task RebuildSearchAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Overwrites what was removed from these tables while the site continues to serve requests. Must be called outside a transaction.
    /// </summary>
    /// <returns>False if the database was read continuously, so that its write-ahead log could not be emptied.</returns>
    public abstract Task<bool> OverwriteRemovedAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken);

    /// <summary>
    /// Overwrites deleted content of these tables, as far as the database's own files are concerned, by rewriting them; the site waits
    /// meanwhile. Must be called outside a transaction.
    /// </summary>
    public abstract Task PurgeFreedPagesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken);

    /// <summary>
    /// Lets the commits of this context reach the disk later, in their order: for long work that is repeated where it was when the power
    /// fails. A commit of any other context, or the end of the program, flushes them.
    /// </summary>
    internal virtual Task FlushLaterAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs a statement that fails soon, instead of waiting, when another program holds the database.</summary>
    internal virtual Task WriteSoonAsync(Func<Task> statement, CancellationToken cancellationToken) => statement();

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync, which chains the audit log.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        var following = Following();
        if (following.Count == 0)
        {
            return await SaveOnceAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        await using var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        var rows = await SaveOnceAsync(acceptAllChangesOnSuccess, cancellationToken);
        foreach (var work in following)
        {
            await work.RunAsync(cancellationToken);
        }

        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }

        return rows;
    }

    /// <summary>Returns what a transaction of this context saved and must be announced after its commit; null for nothing.</summary>
    internal SavedChanges? SavedIn(Guid transactionId)
    {
        if (unsavedTags.Count > 0)
        {
            // Changed by statements without a save, and committed with the rest.
            KeepUntilCommit([], transactionId);
        }

        return saved?.TransactionId == transactionId ? saved : null;
    }

    /// <summary>
    /// Notifies the page caches of other processes, inside the transaction. A database for one process has no others to notify.
    /// </summary>
    internal virtual Task TellOtherProcessesAsync(SavedChanges changes, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<LocalText>().HaveConversion<LocalTextConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.ComplexProperties<FuzzyDate>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CmsDbContext).Assembly);
        EncryptedColumns.Apply(modelBuilder.Model, Keys);
    }

    /// <summary>The work that must be done in the transaction of the pending changes.</summary>
    private List<IFollowsSave> Following()
    {
        var services = this.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider;
        if (IsFilling || services is null)
        {
            return [];
        }

        // The changes are known by now; otherwise each look at the entries would compare them all.
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return [.. services.GetServices<IFollowsSave>().Where(f => f.IsConcerned(ChangeTracker))];
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private async Task<int> SaveOnceAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        // Nothing changes until the save itself but by this method.
        var (detects, restore) = (ChangeTracker.AutoDetectChangesEnabled, default(Action));
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            var fresh = ChangeTracker.Entries<AuditEntry>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList();
            RefuseUnaudited(fresh);
            restore = RowEncryption.Seal(ChangeTracker, Keys);
            return await SaveSealedAsync(fresh, acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
            restore?.Invoke();
        }
    }

    private async Task<int> SaveSealedAsync(List<AuditEntry> fresh, bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        if (fresh.Count == 0 && unsavedTags.Count == 0)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        await using var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        if (fresh.Count > 0)
        {
            fresh[^1].Tell(RowHashes.Of(ChangeTracker));
            await ChainAsync(fresh, cancellationToken);

            // Their numbers are their keys. Nothing else was changed since the changes were detected.
            fresh.ForEach(entry => Entry(entry).DetectChanges());
        }

        // When this fails, the whole transaction is rolled back: a savepoint in it saves nothing.
        var savepoints = Database.AutoSavepointsEnabled;
        Database.AutoSavepointsEnabled = savepoints && own is null;
        try
        {
            var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            KeepUntilCommit(fresh);
            if (own is not null)
            {
                await own.CommitAsync(cancellationToken);
            }

            return rows;
        }
        finally
        {
            Database.AutoSavepointsEnabled = savepoints;
        }
    }

    private async Task ChainAsync(List<AuditEntry> fresh, CancellationToken cancellationToken)
    {
        // Security: the update locks the head row, so that writers of all processes are serialised and the chain never forks.
        var row = (await FirstRowAsync("UPDATE \"AuditHead\" SET \"Number\" = \"Number\" RETURNING \"Number\", \"Hash\"",
            cancellationToken))!;
        var head = fresh.Aggregate(new ChainHead((long)row[0], (string)row[1]), (last, entry) => entry.ChainTo(last));
        await Database.ExecuteSqlAsync($"UPDATE \"AuditHead\" SET \"Number\" = {head.Number}, \"Hash\" = {head.Hash}", cancellationToken);
    }

    /// <summary>
    /// Reads the first row of a statement, for the small ones that many saves run: to translate a query costs more than they do.
    /// </summary>
    private async Task<object[]?> FirstRowAsync(string sql, CancellationToken cancellationToken)
    {
        await using var reader = await this.GetService<IRawSqlCommandBuilder>().Build(sql).ExecuteReaderAsync(
            new(this.GetService<IRelationalConnection>(), null, null, this,
                this.GetService<IRelationalCommandDiagnosticsLogger>(), CommandSource.FromSqlQuery), cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var row = new object[reader.DbDataReader.FieldCount];
        reader.DbDataReader.GetValues(row);
        return row;
    }

    private void KeepUntilCommit(List<AuditEntry> entries) => KeepUntilCommit(entries, Database.CurrentTransaction!.TransactionId);

    private void KeepUntilCommit(List<AuditEntry> entries, Guid transactionId)
    {
        // Data of a transaction that was rolled back or abandoned are discarded as soon as another begins.
        saved = saved?.TransactionId == transactionId ? saved : new SavedChanges(transactionId);
        saved.Tags.UnionWith(unsavedTags);
        saved.Entries.AddRange(entries);
        unsavedTags.Clear();
    }

    private void RefuseUnaudited(List<AuditEntry> fresh)
    {
        if (ChangeTracker.Entries<AuditEntry>().Any(e => e.State is EntityState.Modified or EntityState.Deleted))
        {
            throw new InvalidOperationException("The audit log is only ever added to.");
        }

        // Security: content never changes without a log entry.
        if (fresh.Count == 0 && ChangeTracker.Entries<IAudited>()
            .FirstOrDefault(e => e.State is not (EntityState.Unchanged or EntityState.Detached)) is { } silent)
        {
            throw new InvalidOperationException($"{silent.Metadata.ShortName()} would change without an audit entry in the same save.");
        }
    }
}
