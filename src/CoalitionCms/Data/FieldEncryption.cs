using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>How the sealed columns stand.</summary>
/// <param name="Mark">Which key seals the database; null before the first start.</param>
/// <param name="Values">How many values open.</param>
/// <param name="Broken">The first that does not, or null.</param>
public sealed record SealState(EncryptionState? Mark, int Values, string? Broken);

/// <summary>Checks, before anything is read, that the key file is the one that seals the database, and changes the key.</summary>
public sealed class FieldEncryption(CmsDbContext db, FieldKeys keys, FieldKeyFile file, FieldKeyLock hold, KeyRing ring, AuditLog audit,
    TimeProvider clock)
{
    private const int Attempts = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Told how many of how many rows are done, when there is much to seal.</summary>
    internal Action<int, int>? OnProgress { get; set; }

    /// <summary>Notes the key of a new database, finishes a change of keys that was interrupted, and holds the keys from then on.</summary>
    /// <exception cref="SetupException">The key file is missing or another one.</exception>
    public async Task PrepareAsync(Actor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (hold.TryShare() && await IsSealedAsync(cancellationToken))
            {
                ring.SealBy(keys);
                return;
            }

            // Several programs may start at once; the first does it, the others find it done.
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

    /// <summary>Makes sure, changing nothing, that the key file is the right one.</summary>
    /// <exception cref="SetupException">It is missing or another one, or the database waits to be sealed.</exception>
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

    /// <summary>Makes a new key and seals everything by it. The old one stays in the key file until that is done.</summary>
    /// <exception cref="SetupException">The site runs, or the key file cannot be written.</exception>
    public async Task RotateAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!hold.TryTakeAlone())
        {
            throw new SetupException("The site or another command of it is running. Nothing was changed.",
                "Stop the site, run keys rotate, and start it again: that takes seconds to minutes.");
        }

        // Security: on the disk before the first value depends on it; an interrupted change is finished by the next start.
        FieldKey[] both = [FieldKey.New(clock.NowToMillisecond()), .. keys.All];
        file.Replace(both);
        await SealByAsync(new FieldKeys(both, isKept: true), await MarkAsync(cancellationToken), actor, cancellationToken);
    }

    /// <summary>Which key seals the database, since when; null before the first start.</summary>
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
