using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Backup.Actions;

/// <summary>
/// Writes one file with everything needed to restore the site, except the key file, while the site runs. The file is read back and
/// verified, and only then gets its final name.
/// </summary>
internal sealed class MakeBackup(
    CmsDbContext db, AuditLog audit, DatabaseSetup setup, CmsOptions options, IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <param name="Path">The path of the file.</param>
    /// <param name="Passphrase">The passphrase to encrypt with; null for a file that anyone can read.</param>
    /// <param name="Progress">Receives the current step, the number of bytes done, and the total.</param>
    public sealed record Input(string Path, string? Passphrase, Action<string, long, long>? Progress = null);

    public sealed record Made(BackupManifest Facts, int Files, long Bytes, string Sha256, BackupReport Trial);

    /// <exception cref="SetupException">The backup failed; there is no file of that name.</exception>
    public async Task<Made> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        await setup.RequireCurrentAsync(cancellationToken);
        using var room = BackupWorkspace.Take(options);
        var temporary = $"{input.Path}.{Path.GetRandomFileName()}.tmp";
        ReadBackup read;
        BackupReport trial;
        try
        {
            await WriteAsync(room.In("copy"), temporary, input, cancellationToken);
            read = new BackupReader(
                temporary, input.Passphrase, (done, total) => input.Progress?.Invoke("read back", done, total), cancellationToken)
                .Read(room.In("check"), name => name.StartsWith(BackupNames.Database, StringComparison.Ordinal));
            trial = await TestBackup.TryAsync(scopes, read, room.In("check"), cancellationToken);
            if (trial.Damage is not null)
            {
                throw new SetupException(
                    $"The copy does not hold: {trial.Fault}.",
                    "No backup was written. The site's own database may be damaged: look at its health page, and keep the last good "
                    + "backup.");
            }

            File.Move(temporary, input.Path, overwrite: false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            await TellFailedAsync(actor, problem);

            // Out of range: the file is larger than its file system allows, as on many USB sticks.
            if (problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or System.Data.Common.DbException)
            {
                throw new SetupException(
                    $"The backup could not be written: {problem.Message}",
                    "Free some space, or name another place. No file of that name was left behind.", problem);
            }

            throw;
        }
        finally
        {
            File.Delete(temporary);
        }

        audit.Record(actor, AuditVerb.BackupMade, BackupLog.Kind, BackupLog.Id,
            new { read.Bytes, read.Sha256, head = read.Facts.Head, read.IsSealed, isSound = trial.Fault is null });
        await db.SaveChangesAsync(cancellationToken);
        return new(read.Facts, read.Entries.Count, read.Bytes, read.Sha256, trial);
    }

    private async Task WriteAsync(string folder, string temporary, Input input, CancellationToken cancellationToken)
    {
        var database = Path.Combine(folder, "database");
        DataFolder.MakePrivate(database);
        CopyFacts state;

        // Disposed immediately: a server keeps old rows for as long as a snapshot is open.
        await using (var scope = scopes.CreateAsyncScope())
        {
            state = await scope.ServiceProvider.GetRequiredService<DatabaseCopy>().SaveAsync(database, cancellationToken);
        }

        // Files after the database, so that everything it refers to is stored by now.
        var entries = BackupSources.Of(options, folder, withKeys: input.Passphrase is not null);
        var total = entries.Sum(e => e.Length);
        var facts = new BackupManifest(
            BackupManifest.CurrentFormat, Terminal.Version, clock.NowToMillisecond(), options.Kind.ToString(), state.Migration,
            state.Head.ToString(), state.Key);
        DataFolder.MakePrivateFile(temporary);
        using var file = new FileStream(temporary, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        using var seal = input.Passphrase is { } words ? BackupSeal.New(words) : null;
        using var writer = new BackupWriter(
            file, seal, facts, done => input.Progress?.Invoke("written", Math.Min(done, total), total), cancellationToken);
        foreach (var entry in entries)
        {
            BackupSources.Add(writer, entry);
        }

        writer.End();
        file.Flush(flushToDisk: true);
    }

    private async Task TellFailedAsync(Actor actor, Exception problem)
    {
        try
        {
            db.DiscardChanges();
            audit.Record(actor, AuditVerb.BackupFailed, BackupLog.Kind, BackupLog.Id, new { reason = problem.GetType().Name });
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (Exception second) when (
            second is System.Data.Common.DbException or IOException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            // If the disk is full, the log cannot be written either; the command reports the error.
        }
    }
}
