using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>
/// Slows down guessing without locking out a member because of a stranger's attempts: each client is counted separately, and its first
/// attempts are always accepted. Five attempts lock that client out for five minutes; a network gets a few more than one of its addresses.
/// While many clients attack an account, unknown clients have two attempts an hour each; known browsers keep their normal limit. Counted in
/// the database, so that all processes count together.
/// </summary>
internal sealed class SignInThrottle(IServiceScopeFactory scopes, ProtectedPayloads payloads, TimeProvider clock)
{
    private const int SiegeFailures = 50;
    private const string KeyPurpose = "sign-in-tries";
    private static readonly TimeSpan SiegeLength = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);
    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(1);
    private static readonly Patience Usual = new(5, TimeSpan.FromMinutes(5));
    private static readonly Patience Besieged = new(2, TimeSpan.FromHours(1));

    private readonly Lock gate = new();
    private (DateOnly Day, byte[] Secret) key;
    private DateTime purgedAt;

    /// <summary>
    /// Counts an attempt, before the secret is checked, so that guesses sent at once are counted one by one. The answer is the same whether
    /// or not an account has this e-mail address.
    /// </summary>
    /// <returns>False while this client must wait; the attempt is not counted then.</returns>
    public async Task<bool> TakeAsync(string target, SignInClient client, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        var now = clock.NowToMillisecond();
        await PurgeAsync(db, now, cancellationToken);
        var secret = await KeyAsync(db, now, cancellationToken);
        var siege = HashOf(secret, target, "");
        var wanted = client.Sources.Select(s => (Key: HashOf(secret, target, s.Word), s.Factor)).ToList();
        var found = await FindOrAddAsync(db, siege, [.. wanted.Select(w => w.Key)], now, cancellationToken);
        if (found.Any(t => t.Key != siege && t.ClosedUntil > now))
        {
            return false;
        }

        var patience = client.IsKnown || !found.Any(t => t.Key == siege && t.ClosedUntil > now) ? Usual : Besieged;
        var isTaken = true;
        foreach (var (row, factor) in wanted)
        {
            // Security: the database counts, so that of many concurrent attempts only the first are checked.
            isTaken &= await CountAsync(db, row, patience.Tries * factor, now, now + patience.Pause, cancellationToken);
        }

        return isTaken;
    }

    /// <summary>Records that the attempt was wrong: many of them, wherever they come from, are a siege.</summary>
    public async Task FailedAsync(string target, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        var (now, forget) = (clock.NowToMillisecond(), clock.NowToMillisecond() - Memory);
        var siege = HashOf(await KeyAsync(db, now, cancellationToken), target, "");
        await FindOrAddAsync(db, siege, [siege], now, cancellationToken);
        await db.Set<SignInTries>().Where(t => t.Key == siege).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.Tries, t => t.LastAt < forget ? 1 : t.Tries + 1)
                .SetProperty(t => t.ClosedUntil,
                    t => t.LastAt >= forget && t.Tries + 1 >= SiegeFailures ? now + SiegeLength : t.ClosedUntil)
                .SetProperty(t => t.LastAt, now), cancellationToken);
    }

    /// <summary>Records that the client had the right secret; its attempts are forgotten.</summary>
    public async Task SucceededAsync(string target, SignInClient client, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        var secret = await KeyAsync(db, clock.NowToMillisecond(), cancellationToken);
        var rows = client.Sources.Select(s => HashOf(secret, target, s.Word)).ToList();
        await db.Set<SignInTries>().Where(t => rows.Contains(t.Key)).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task<bool> CountAsync(
        CmsDbContext db, string row, int most, DateTime now, DateTime until, CancellationToken cancellationToken)
    {
        var forget = now - Memory;
        var open = db.Set<SignInTries>().Where(t => t.Key == row && t.ClosedUntil <= now);
        return await open.Where(t => t.LastAt < forget || t.Tries + 1 < most).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.Tries, t => t.LastAt < forget ? 1 : t.Tries + 1).SetProperty(t => t.LastAt, now),
                cancellationToken) == 1
            || await open.ExecuteUpdateAsync(
                set => set.SetProperty(t => t.Tries, 0).SetProperty(t => t.ClosedUntil, until).SetProperty(t => t.LastAt, now),
                cancellationToken) == 1;
    }

    /// <summary>The rows of these keys, all of which exist afterwards, and of the siege if it exists.</summary>
    private static async Task<List<SignInTries>> FindOrAddAsync(
        CmsDbContext db, string siege, IReadOnlyList<string> keys, DateTime now, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var found = await db.Set<SignInTries>().AsNoTracking().Where(t => t.Key == siege || keys.Contains(t.Key))
                .ToListAsync(cancellationToken);
            var missing = keys.Except(found.Select(t => t.Key), StringComparer.Ordinal).ToList();
            if (missing.Count == 0)
            {
                return found;
            }

            db.AddRange(missing.Select(k => new SignInTries { Key = k, LastAt = now, ClosedUntil = DateTime.UnixEpoch }));
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return found;
            }
            catch (DbUpdateException) when (attempt < 3)
            {
                // Two at the same moment added the same row.
                db.DiscardChanges();
            }
        }
    }

    private async Task PurgeAsync(CmsDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if ((now - purgedAt).Duration() < PurgeEvery)
            {
                return;
            }

            purgedAt = now;
        }

        // What a clock that was ahead wrote would shut clients out until then.
        var (forget, ahead) = (now - Memory, now + Clock.Tolerance);
        await db.Set<SignInTries>().Where(t => (t.LastAt < forget && t.ClosedUntil < now) || t.LastAt > ahead)
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// The key of today's hashes, which all processes share. Security: it is deleted the next day; from then on nobody can find out which
    /// addresses and accounts an old copy of the database counted.
    /// </summary>
    private async Task<byte[]> KeyAsync(CmsDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now);
        lock (gate)
        {
            if (key.Day == today)
            {
                return key.Secret;
            }
        }

        await db.Set<SignInTriesKey>().Where(k => k.Day != today).ExecuteDeleteAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            if (await db.Set<SignInTriesKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Day == today, cancellationToken) is { } row)
            {
                if (payloads.Open(row.SealedKey, KeyPurpose) is { } secret)
                {
                    lock (gate)
                    {
                        key = (today, secret);
                    }

                    return secret;
                }

                // It was encrypted with keys that no longer exist.
                await db.Set<SignInTriesKey>().Where(k => k.SealedKey == row.SealedKey).ExecuteDeleteAsync(cancellationToken);
            }

            db.Add(new SignInTriesKey { Day = today, SealedKey = payloads.Protect(RandomNumberGenerator.GetBytes(32), KeyPurpose) });
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException) when (attempt < 3)
            {
                db.DiscardChanges();
            }
        }
    }

    private static string HashOf(byte[] secret, string target, string source) =>
        Convert.ToHexString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{target.ToUpperInvariant()}\n{source}")));

    private sealed record Patience(int Tries, TimeSpan Pause);
}

/// <summary>
/// Recent attempts at one account by one client or network; or, of all clients, the failures. Security: identified by a keyed hash, never
/// by an address.
/// </summary>
internal sealed class SignInTries
{
    public required string Key { get; init; }
    public int Tries { get; init; }
    public DateTime LastAt { get; init; }

    /// <summary>The client must wait until then; for an account: it is under attack until then.</summary>
    public DateTime ClosedUntil { get; init; }
}

internal sealed class SignInTriesKey
{
    public DateOnly Day { get; init; }

    /// <summary>The key, encrypted with the keys of cookies.</summary>
    public required byte[] SealedKey { get; init; }
}
