using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>The state of the encrypted columns.</summary>
/// <param name="Mark">The key that encrypts the database; null before the first start.</param>
/// <param name="Values">The number of values that can be decrypted.</param>
/// <param name="Broken">The first value that cannot, or null.</param>
internal sealed record SealState(EncryptionState? Mark, int Values, string? Broken);

/// <summary>Checks, before anything is read, that the key file is the one that encrypts the database, and rotates the key.</summary>
internal sealed class FieldEncryption(CmsDbContext db, FieldKeys keys, FieldKeyFile file, FieldKeyLock hold, KeyRing ring, AuditLog audit,
    TimeProvider clock)
{
    private const int Attempts = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Receives the number of processed rows and the total, when there is much to encrypt.</summary>
    internal Action<int, int>? OnProgress { get; set; }

    /// <summary>Records the key of a new database, completes an interrupted key rotation, and locks the keys from then on.</summary>
    /// <exception cref="SetupException">The key file is missing, or is not the right one.</exception>
    public async Task PrepareAsync(Actor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (hold.TryShare() && await IsSealedAsync(cancellationToken))
            {
                ring.SealBy(keys);
                return;
            }

            // Several programs may start at once; the first one completes the rotation for all.
            if (hold.TryTakeAlone())
            {
                await SealAsync(actor, cancellationToken);
                hold.Release();
                continue;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        throw new SetupException("Another program of the site runs while fields must be sealed.",
            "Stop every other program of this site, and start again.");
    }

    /// <summary>Checks, without changes, that the key file is the right one.</summary>
    /// <exception cref="SetupException">The key file is missing or not the right one, or the database is not fully encrypted
    /// yet.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        if (!hold.TryShare())
        {
            throw new SetupException("The keys of sealed fields are being changed at this moment.", "Try again when that is done.");
        }

        if (!await IsSealedAsync(cancellationToken))
        {
            throw new SetupException("The database is not sealed by the first key of the key file yet. Nothing was changed.",
                "Bring the database up to date first: migrate");
        }
    }

    /// <summary>Creates a new key and re-encrypts everything with it. The old key remains in the key file until that is complete.</summary>
    /// <exception cref="SetupException">The site is running, or the key file cannot be written.</exception>
    public async Task RotateAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!hold.TryTakeAlone())
        {
            throw new SetupException("The site or another command of it is running. Nothing was changed.",
                "Stop the site, run keys rotate, and start it again: that takes seconds to minutes.");
        }

        // Security: on disk before the first value depends on it; the next start completes an interrupted rotation.
        FieldKey[] both = [FieldKey.New(clock.NowToMillisecond()), .. keys.All];
        file.Replace(both);
        await SealByAsync(new FieldKeys(both, isKept: true), await MarkAsync(cancellationToken), actor, cancellationToken);
    }

    /// <summary>Returns the key that encrypts the database, and since when; null before the first start.</summary>
    public Task<EncryptionState?> MarkAsync(CancellationToken cancellationToken) =>
        db.EncryptionStates.AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    public async Task<SealState> CheckAsync(CancellationToken cancellationToken)
    {
        var values = 0;
        foreach (var table in ColumnReencryption.In(db))
        {
            var (count, broken) = await table.CheckAsync(keys, cancellationToken);
            values += count;
            if (broken is not null)
            {
                return new(await MarkAsync(cancellationToken), values, broken);
            }
        }

        return new(await MarkAsync(cancellationToken), values, null);
    }

    private async Task<bool> IsSealedAsync(CancellationToken cancellationToken)
    {
        if (!keys.IsKept && file.Exists)
        {
            keys.Adopt(file.Read());
        }

        var mark = await MarkAsync(cancellationToken);
        if (mark is not null && !keys.IsKept)
        {
            throw new SetupException(
                $"The key file {file.Path} is missing, and names and e-mail addresses in the database are sealed by it. Nothing was "
                + "changed.",
                "Put it back from the copy that you keep apart from the database, or name its place in Cms__FieldKeyFile.");
        }

        return mark is null || keys.Has(mark.KeyId)
            ? mark?.KeyId == keys.Current.Id && file.Read().All.Count == 1
            : throw new SetupException(
                $"The key file {file.Path} is another one: the database is sealed by the key {mark.KeyId}, which the file does not "
                + "have. Nothing was changed.",
                "Put back the right key file. For an older backup, add the line of its key below the present one.");
    }

    private async Task SealAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (await IsSealedAsync(cancellationToken))
        {
            return;
        }

        if (!keys.IsKept)
        {
            file.Keep(keys);
        }

        await SealByAsync(keys, await MarkAsync(cancellationToken), actor, cancellationToken);
    }

    private async Task SealByAsync(FieldKeys wanted, EncryptionState? before, Actor actor, CancellationToken cancellationToken)
    {
        var (tables, rows, done, total) = (ColumnReencryption.In(db), 0, 0, 0);
        foreach (var table in tables)
        {
            total += await table.CountAsync(cancellationToken);
        }

        foreach (var table in tables)
        {
            rows += await table.SealAsync(wanted, count => OnProgress?.Invoke(done += count, total), cancellationToken);
        }

        ring.SealBy(wanted);
        if (before is not null)
        {
            await db.PurgeFreedPagesAsync([.. tables.Select(t => t.Name)], cancellationToken);
        }

        var mark = await db.EncryptionStates.SingleOrDefaultAsync(cancellationToken) ?? db.Add(new EncryptionState()).Entity;
        (mark.KeyId, mark.SealedAt) = (wanted.Current.Id, clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.DatabaseSealed, "database", "fields", new { key = wanted.Current.Id, before = before?.KeyId, rows });
        await db.SaveChangesAsync(cancellationToken);
        if (wanted.All.Count > 1)
        {
            file.Replace([wanted.Current]);
        }
    }
}
