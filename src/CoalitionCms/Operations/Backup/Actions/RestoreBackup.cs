using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Audit;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Backup.Actions;

/// <summary>
/// Replaces the site's data with a backup. All of it is read, opened and checked before anything is changed; the existing data are moved,
/// never deleted.
/// </summary>
internal sealed class RestoreBackup(
    DatabaseCopy copy, FieldKeyLock hold, FieldKeys keys, FieldKeyFile keyFile, CmsOptions options, IServiceScopeFactory scopes,
    TimeProvider clock)
{
    /// <param name="Replaces">True when existing data may be moved.</param>
    /// <param name="TakesUnsound">True to restore even though its log or texts fail verification.</param>
    public sealed record Input(MakeBackup.Input Backup, bool Replaces, bool TakesUnsound);

    /// <param name="Facts">The manifest of the backup.</param>
    /// <param name="Trial">The result of checking its database.</param>
    /// <param name="Head">The last entry of the log now.</param>
    /// <param name="Sessions">The number of sessions that were ended.</param>
    /// <param name="Aside">The location of the old data.</param>
    /// <param name="HasCookieKeys">True when the keys for authenticator app secrets were restored.</param>
    public sealed record Restored(
        BackupManifest Facts, BackupReport Trial, ChainHead Head, int Sessions, IReadOnlyList<string> Aside, bool HasCookieKeys);

    /// <exception cref="SetupException">The restore is not possible or not allowed; the message says whether anything was
    /// changed.</exception>
    public async Task<Restored> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!hold.TryTakeAlone() || await copy.IsServedAsync(cancellationToken))
        {
            throw new SetupException(
                "The site or another command of it is running. Nothing was changed.", "Stop the site, restore, and start it again.");
        }

        if (!input.Replaces && (await copy.PresentAsync(cancellationToken) ?? BackupInstaller.Taken(options)) is { } present)
        {
            throw new SetupException(
                $"There are data already: {present}. Nothing was changed.",
                "Name an empty folder in Cms__DataDirectory, or add --replace, which moves the old data aside.");
        }

        using var room = BackupWorkspace.Take(options);
        var read = new BackupReader(
            input.Backup.Path, input.Backup.Passphrase, (done, total) =>
            input.Backup.Progress?.Invoke("read", done, total), cancellationToken).Read(room.Folder, _ => true);
        TestBackup.RequireFit(read, copy, keys, keyFile, options);
        var restored = await PutAsync(actor, input, read, room, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(actor, cancellationToken);
        return restored with { Head = await scope.ServiceProvider.GetRequiredService<AuditAdminQueries>().HeadAsync(cancellationToken) };
    }

    private async Task<Restored> PutAsync(
        Actor actor, Input input, ReadBackup read, BackupWorkspace room, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var trial = await scope.ServiceProvider.GetRequiredService<BackupVerification>()
            .RunAsync(Path.Combine(room.Folder, "database"), read.Facts, TestBackup.MediaIn(read), cancellationToken);
        if (trial.Fault is { } fault && (trial.Damage is not null || !input.TakesUnsound))
        {
            throw new SetupException(
                $"The file is whole, but what was backed up was not sound: {fault}. Nothing was changed.",
                "Take an earlier backup. To restore this one all the same: --unsound");
        }

        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        var sessions = await db.Set<Session>().ExecuteDeleteAsync(cancellationToken);
        scope.ServiceProvider.GetRequiredService<AuditLog>().Record(
            actor, AuditVerb.BackupRestored, BackupLog.Kind, BackupLog.Id,
                new
                {
                    madeAt = read.Facts.MadeAt,
                    head = read.Facts.Head,
                    read.Sha256,
                    sessions,
                    migrations = trial.Migrations,
                    isSound = trial.Fault is null
                });
        await db.SaveChangesAsync(cancellationToken);

        // From here on the operator cannot cancel: a partial restore would be worse than either state.
        var aside = BackupWorkspace.Aside(options, clock.NowToMillisecond());
        await RestoreInProgressFile.WriteAsync(options, aside, CancellationToken.None);
        var old = await scope.ServiceProvider.GetRequiredService<DatabaseCopy>().PutAsync(aside, CancellationToken.None);
        var files = BackupInstaller.Put(options, room.Folder, aside);
        RestoreInProgressFile.Remove(options);
        return new(read.Facts, trial, default, sessions, [.. old is null ? files : [old, .. files]],
            read.Entries.Any(e => e.Path.StartsWith(BackupNames.Keys, StringComparison.Ordinal)));
    }
}
