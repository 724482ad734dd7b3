using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Backup.Actions;

/// <summary>
/// Restores a backup completely at a temporary location, checks the result, and logs on its site that the test succeeded.
/// </summary>
internal sealed class TestBackup(
    CmsDbContext db, AuditLog audit, DatabaseSetup setup, DatabaseCopy copy, FieldKeys keys, FieldKeyFile keyFile, CmsOptions options,
    IServiceScopeFactory scopes)
{
    /// <param name="Facts">The manifest of the backup.</param>
    /// <param name="Files">The number of entries.</param>
    /// <param name="IsOwn">True when the log of this site contains the backup's last log entry, so that the test is logged there.</param>
    public sealed record Tested(BackupManifest Facts, int Files, BackupReport Trial, bool IsOwn);

    /// <exception cref="SetupException">The backup cannot be restored here.</exception>
    public async Task<Tested> RunAsync(Actor actor, MakeBackup.Input input, CancellationToken cancellationToken)
    {
        using var room = BackupWorkspace.Take(options);
        var read = new BackupReader(
            input.Path, input.Passphrase, (done, total) => input.Progress?.Invoke("read", done, total), cancellationToken)
            .Read(room.Folder, _ => true);
        RequireFit(read, copy, keys, keyFile, options);
        var trial = await TryAsync(scopes, read, room.Folder, cancellationToken);
        var isOwn = trial.Fault is null && await copy.PresentAsync(cancellationToken) is not null
            && await IsOwnAsync(read.Facts, cancellationToken);
        if (isOwn)
        {
            audit.Record(actor, AuditVerb.BackupTested, BackupLog.Kind, BackupLog.Id,
                new { madeAt = read.Facts.MadeAt, head = read.Facts.Head, read.Sha256 });
            await db.SaveChangesAsync(cancellationToken);
        }

        return new(read.Facts, read.Entries.Count, trial, isOwn);
    }

    /// <summary>Checks that this program, with this key file, can restore such a backup.</summary>
    /// <exception cref="SetupException">It cannot.</exception>
    internal static void RequireFit(ReadBackup read, DatabaseCopy copy, FieldKeys keys, FieldKeyFile keyFile, CmsOptions options)
    {
        var facts = read.Facts;
        if (facts.Database != options.Kind.ToString())
        {
            throw new SetupException(
                $"The backup is of a site on {CleanText.Line(facts.Database)}, and Cms__Database is {options.Kind}. Nothing was changed.",
                "Restore it on the same kind of database.");
        }

        if (!copy.Knows(facts.Migration))
        {
            throw new SetupException(
                $"The backup was made by a newer version of CoalitionCms (it has {CleanText.Line(facts.Migration)}). Nothing was changed.",
                "Use that version or a later one.");
        }

        if (facts.Key.Length > 0 && !(keys.IsKept && keys.Has(facts.Key)))
        {
            throw new SetupException(
                $"The key {CleanText.Line(facts.Key)} is not in {keyFile.Path}, and the backup's names, notes and e-mail addresses are "
                + "sealed by it: without it nobody can read them, and nobody can sign in. Nothing was changed.",
                "Put the key file there from the copy that you keep apart from backups, or name its place in Cms__FieldKeyFile. For an "
                + "older backup, add the line of its key below the present one.");
        }

        if (!read.Entries.Any(e => e.Path.StartsWith(BackupNames.Database, StringComparison.Ordinal)
            && (options.Kind != DatabaseKind.Sqlite || e.Path == BackupNames.Database + SqliteCopy.Name)))
        {
            throw new SetupException("There is no database in the backup. Nothing was changed.", "Take another backup.");
        }
    }

    /// <summary>Opens and checks the database that was unpacked into a folder, and deletes it afterwards.</summary>
    internal static async Task<BackupReport> TryAsync(
        IServiceScopeFactory scopes, ReadBackup read, string folder, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BackupVerification>()
            .RunAsync(Path.Combine(folder, "database"), read.Facts, MediaIn(read), cancellationToken);
    }

    /// <summary>Returns the hashes of the photos and files in a backup.</summary>
    internal static HashSet<string> MediaIn(ReadBackup read) =>
        [.. read.Entries.Where(e => e.Path.StartsWith("media/", StringComparison.Ordinal)).Select(e => e.Path.Split('/')[3])];

    private async Task<bool> IsOwnAsync(BackupManifest facts, CancellationToken cancellationToken)
    {
        await setup.RequireCurrentAsync(cancellationToken);
        return ChainHead.TryParse(facts.Head, out var head)
            && await db.AuditEntries.AnyAsync(e => e.Number == head.Number && e.Hash == head.Hash, cancellationToken);
    }
}
