using System.Security.Cryptography;
using System.Text;

namespace CoalitionCms.Identity;

/// <summary>
/// Slows down guessing without locking out a member because of a stranger's attempts: each client is counted separately, and its first
/// attempts are always accepted. Five failures lock that client out for five minutes. While many clients attack an account, unknown clients
/// have two attempts an hour each; known browsers keep their normal limit. Kept in memory, stores only hashes, expires after an hour.
/// </summary>
internal sealed class SignInThrottle(TimeProvider clock)
{
    private const int MostRemembered = 20_000;
    private const int SiegeFailures = 50;
    private static readonly TimeSpan SiegeLength = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);
    private static readonly Patience Usual = new(5, TimeSpan.FromMinutes(5));
    private static readonly Patience Besieged = new(2, TimeSpan.FromHours(1));

    private readonly Lock gate = new();
    private readonly Dictionary<(string Email, string Client), Pair> pairs = [];
    private readonly Dictionary<string, Target> targets = new(StringComparer.Ordinal);

    /// <summary>True while this client may not try this e-mail address. The answer is the same whether or not an account has it.</summary>
    public bool Refuses(string email, SignInClient client)
    {
        lock (gate)
        {
            return pairs.TryGetValue((KeyOf(email), client.Word), out var pair) && clock.GetUtcNow() < pair.Until;
        }
    }

    public void Failed(string email, SignInClient client)
    {
        var (key, now) = (KeyOf(email), clock.GetUtcNow());
        lock (gate)
        {
            Forget();
            var target = targets.TryGetValue(key, out var known) ? known : targets[key] = new();
            target.Failures.Enqueue(now);
            if (target.Failures.Count >= SiegeFailures && now - target.Failures.Dequeue() < Memory)
            {
                target.BesiegedUntil = now + SiegeLength;
            }

            target.Last = now;
            var patience = client.IsKnown || now >= target.BesiegedUntil ? Usual : Besieged;
            var pair = pairs.GetValueOrDefault((key, client.Word));
            var failures = now - pair.Last > Memory ? 1 : pair.Failures + 1;
            pairs[(key, client.Word)] = failures < patience.Failures ? new(failures, now, default) : new(0, now, now + patience.Pause);
        }
    }

    /// <summary>Records that the client signed in; its failures are reset.</summary>
    public void Succeeded(string email, SignInClient client)
    {
        lock (gate)
        {
            pairs.Remove((KeyOf(email), client.Word));
        }
    }

    private static string KeyOf(string email) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email.ToUpperInvariant())));

    private void Forget()
    {
        if (pairs.Count < MostRemembered && targets.Count < MostRemembered)
        {
            return;
        }

        // Security: memory is limited; locked-out clients and accounts under attack are kept longest.
        foreach (var (old, _) in pairs.OrderBy(p => p.Value.Until).ThenBy(p => p.Value.Last).Take(MostRemembered / 4).ToList())
        {
            pairs.Remove(old);
        }

        foreach (var (old, _) in targets.OrderBy(t => t.Value.BesiegedUntil).ThenBy(t => t.Value.Last).Take(MostRemembered / 4).ToList())
        {
            targets.Remove(old);
        }
    }

    private sealed record Patience(int Failures, TimeSpan Pause);

    private readonly record struct Pair(int Failures, DateTimeOffset Last, DateTimeOffset Until);

    private sealed class Target
    {
        public Queue<DateTimeOffset> Failures { get; } = new();
        public DateTimeOffset BesiegedUntil { get; set; }
        public DateTimeOffset Last { get; set; }
    }
}
