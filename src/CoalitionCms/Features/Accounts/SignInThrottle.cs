using System.Security.Cryptography;
using System.Text;

namespace CoalitionCms.Features.Accounts;

/// <summary>
/// Slows down guessing without letting a stranger shut a member out: five failures close the door for that client alone; a siege by many clients
/// closes it for clients that never got in. Lives in memory, knows hashes only, forgets after an hour.
/// </summary>
public sealed class SignInThrottle(TimeProvider clock)
{
    private const int FailuresOfClient = 5;
    private const int FailuresOfAll = 50;
    private const int MostRemembered = 20_000;
    private const int MostKnownClients = 64;
    private static readonly TimeSpan ClientPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SiegePause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Email, string Client), Pair> pairs = [];
    private readonly Dictionary<string, Target> targets = new(StringComparer.Ordinal);

    /// <summary>True while this client may not try this e-mail. Says the same whether or not an account has it.</summary>
    public bool Refuses(string email, string client)
    {
        var (key, now) = (KeyOf(email), clock.GetUtcNow());
        lock (gate)
        {
            return (pairs.TryGetValue((key, client), out var pair) && now < pair.Until)
                || (targets.TryGetValue(key, out var target) && now < target.Until && !target.KnownClients.Contains(client));
        }
    }

    /// <summary>Counts a wrong try.</summary>
    public void Failed(string email, string client)
    {
        var (key, now) = (KeyOf(email), clock.GetUtcNow());
        lock (gate)
        {
            Forget(now);
            var pair = pairs.GetValueOrDefault((key, client));
            var failures = now - pair.Last > Memory ? 1 : pair.Failures + 1;
            pairs[(key, client)] = failures < FailuresOfClient ? new(failures, now, default) : new(0, now, now + ClientPause);

            var target = targets.TryGetValue(key, out var known) ? known : targets[key] = new();
            target.Failures.Enqueue(now);
            if (target.Failures.Count >= FailuresOfAll && now - target.Failures.Dequeue() < Memory)
            {
                target.Until = now + SiegePause;
            }

            target.Last = now;
        }
    }

    /// <summary>Notes that the client got in, and is no stranger to this account.</summary>
    public void Succeeded(string email, string client)
    {
        var (key, now) = (KeyOf(email), clock.GetUtcNow());
        lock (gate)
        {
            Forget(now);
            pairs.Remove((key, client));
            var target = targets.TryGetValue(key, out var known) ? known : targets[key] = new();
            if (target.KnownClients.Count < MostKnownClients)
            {
                target.KnownClients.Add(client);
            }

            target.Last = now;
        }
    }

    private static string KeyOf(string email) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email.ToUpperInvariant())));

    private void Forget(DateTimeOffset now)
    {
        if (pairs.Count < MostRemembered && targets.Count < MostRemembered)
        {
            return;
        }

        // Security: memory is bounded; what is young and strikes hardest is kept longest.
        foreach (var (old, _) in pairs.OrderBy(p => p.Value.Until).ThenBy(p => p.Value.Last).Take(MostRemembered / 4).ToList())
        {
            pairs.Remove(old);
        }

        foreach (var (old, _) in targets.OrderBy(t => t.Value.KnownClients.Count > 0 && now - t.Value.Last < TimeSpan.FromDays(1)).ThenBy(t => t.Value.Last).Take(MostRemembered / 4).ToList())
        {
            targets.Remove(old);
        }
    }

    private readonly record struct Pair(int Failures, DateTimeOffset Last, DateTimeOffset Until);

    private sealed class Target
    {
        public Queue<DateTimeOffset> Failures { get; } = new();

        public HashSet<string> KnownClients { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset Until { get; set; }

        public DateTimeOffset Last { get; set; }
    }
}
