using CoalitionCms.Caching;
using CoalitionCms.Identity;
using CoalitionCms.Features.Articles;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.People;
using CoalitionCms.Content;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Certificates;
using CoalitionCms.Integrity;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>
/// The database. One save is one transaction: the change and its audit entries chained to
/// the log, all or nothing. What it changed for readers, and its
/// entries, are told after the commit of the outermost transaction (<see cref="AfterCommit"/>).
/// </summary>
public abstract class CmsDbContext(DbContextOptions options, FieldKeys keys) : IdentityUserContext<Account, Guid>(options)
{
    private readonly HashSet<string> unsavedTags = new(StringComparer.Ordinal);
    private SavedChanges? saved;

#pragma warning disable CS1591 // Tables; each type says what it is.
    public DbSet<Entry> Entries => Set<Entry>();
    public DbSet<Item> Items => Set<Item>();
    public DbSet<FactsRevision> FactsRevisions => Set<FactsRevision>();
    public DbSet<TextRevision> TextRevisions => Set<TextRevision>();
    public DbSet<Publication> Publications => Set<Publication>();
    public DbSet<PublicationTag> PublicationTags => Set<PublicationTag>();
    public DbSet<OldPath> OldPaths => Set<OldPath>();
    public DbSet<ReviewStep> ReviewSteps => Set<ReviewStep>();
    public DbSet<EditPresence> EditPresences => Set<EditPresence>();
    public DbSet<Article> Articles => Set<Article>();
    public DbSet<StandingPage> Pages => Set<StandingPage>();
    public DbSet<Campaign> Campaigns => Set<Campaign>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Event> Events => Set<Event>();
    public DbSet<EventSeries> Series => Set<EventSeries>();
    public DbSet<SeriesDate> SeriesDates => Set<SeriesDate>();
    public DbSet<Attendance> Attendances => Set<Attendance>();
    public DbSet<GivenConsent> Consents => Set<GivenConsent>();
    public DbSet<Certificate> Certificates => Set<Certificate>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<MediaFile> Media => Set<MediaFile>();
    public DbSet<MediaUse> MediaUses => Set<MediaUse>();
    public DbSet<SiteAddress> Addresses => Set<SiteAddress>();
    public DbSet<SiteSettings> Settings => Set<SiteSettings>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<AccountLink> AccountLinks => Set<AccountLink>();
    public DbSet<AdminRequest> AdminRequests => Set<AdminRequest>();
    public DbSet<AuthenticatorApp> AuthenticatorApps => Set<AuthenticatorApp>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<CodeTriesRow> CodeTries => Set<CodeTriesRow>();
    public DbSet<SpentAnswer> SpentAnswers => Set<SpentAnswer>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();
    public DbSet<AuditStart> AuditStarts => Set<AuditStart>();
    public DbSet<ReadingOnlySwitch> ReadingOnlySwitches => Set<ReadingOnlySwitch>();
    public DbSet<EncryptionState> EncryptionStates => Set<EncryptionState>();
#pragma warning restore CS1591

    internal FieldKeys Keys { get; } = keys;

    /// <summary>Says that cached pages with these tags show something else once what
    /// follows is committed. See <see cref="CacheTag"/>.</summary>
    public void Invalidate(params ReadOnlySpan<string> tags)
    {
        foreach (var tag in tags)
        {
            unsavedTags.Add(tag);
        }
    }

    /// <summary>Saves nothing of what was prepared: for an action that refuses after it began.</summary>
    public void DiscardChanges()
    {
        ChangeTracker.Clear();
        unsavedTags.Clear();
    }

    /// <summary>Overwrites what was removed from these tables while the site goes on: nobody waits for it. Outside a transaction.</summary>
    /// <returns>False when somebody read the database all the while, so that its write-ahead log could not be emptied.</returns>
    public abstract Task<bool> OverwriteRemovedAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken);

    /// <summary>Overwrites what these tables held before and hold no more, as far as the database's own
    /// files go, by writing them anew: the site waits. Outside a transaction.</summary>
    public abstract Task PurgeFreedPagesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync, which chains the audit log.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        var fresh = ChangeTracker.Entries<AuditEntry>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList();
        RefuseUnaudited(fresh);
        if (fresh.Count == 0 && unsavedTags.Count == 0)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        await using var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        if (fresh.Count > 0)
        {
            await ChainAsync(fresh, cancellationToken);
        }

        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        KeepUntilCommit(fresh);
        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }

        return rows;
    }

    /// <summary>What a transaction of this context saved and is to be told of after its commit; null for nothing.</summary>
    internal SavedChanges? SavedIn(Guid transactionId)
    {
        if (unsavedTags.Count > 0)
        {
            // Changed by statements without a save, and committed with the rest.
            KeepUntilCommit([], transactionId);
        }

        return saved?.TransactionId == transactionId ? saved : null;
    }

    /// <summary>Tells the page caches of other processes, inside the transaction. A database for one process has nobody to tell.</summary>
    internal virtual Task TellOtherProcessesAsync(SavedChanges changes, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<LocalText>().HaveConversion<LocalTextConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.ComplexProperties<FuzzyDate>();
        configurationBuilder.ComplexProperties<Consent>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(CmsDbContext).Assembly);
        EncryptedColumns.Apply(builder.Model, Keys);
    }

    private async Task ChainAsync(List<AuditEntry> fresh, CancellationToken cancellationToken)
    {
        // Security: the update locks the head row, so that writers of every process take turns and the chain never forks.
        await AuditHeads.ExecuteUpdateAsync(set => set.SetProperty(h => h.Number, h => h.Number), cancellationToken);
        var row = await AuditHeads.AsNoTracking().SingleAsync(cancellationToken);
        var head = fresh.Aggregate(new ChainHead(row.Number, row.Hash), (last, entry) => entry.ChainTo(last));
        await AuditHeads.ExecuteUpdateAsync(set => set.SetProperty(h => h.Number, head.Number).SetProperty(h => h.Hash, head.Hash),
            cancellationToken);
    }

    private void KeepUntilCommit(List<AuditEntry> entries) => KeepUntilCommit(entries, Database.CurrentTransaction!.TransactionId);

    private void KeepUntilCommit(List<AuditEntry> entries, Guid transactionId)
    {
        // Of a transaction that was rolled back, or let go without a word, nothing is left as soon as another begins.
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

        // Security: content never changes without a line in the log.
        if (fresh.Count == 0 && ChangeTracker.Entries<IAudited>()
            .FirstOrDefault(e => e.State is not (EntityState.Unchanged or EntityState.Detached)) is { } silent)
        {
            throw new InvalidOperationException($"{silent.Metadata.ShortName()} would change without an audit entry in the same save.");
        }
    }
}
