using System.Collections.Concurrent;
using System.Globalization;

namespace CoalitionCms.Tests.Support;

/// <summary>The cookies of one browser. Keeps what was said when they were set, so that tests can look at it.</summary>
public sealed class CookieJar
{
    // A browser may send several requests at once.
    private readonly ConcurrentDictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>Names and values, as a request sends them.</summary>
    public IReadOnlyDictionary<string, string> All => values;

    /// <summary>A jar with the same cookies, as a thief would have it.</summary>
    public CookieJar Copy()
    {
        var copy = new CookieJar();
        foreach (var (name, value) in values)
        {
            copy.values[name] = value;
        }

        return copy;
    }

    /// <summary>The request header; empty without cookies.</summary>
    public string Header => string.Join("; ", values.Select(c => c.Key + "=" + c.Value));

    /// <summary>Takes a <c>Set-Cookie</c> header, also one that deletes.</summary>
    public void Take(string setCookie)
    {
        var parts = setCookie.Split(';', StringSplitOptions.TrimEntries);
        var (name, value) = parts[0].Split('=', 2) is [var n, var v] ? (n, v) : (parts[0], "");
        var isGone = value.Length == 0 || parts.Any(p =>
            p.StartsWith("expires=", StringComparison.OrdinalIgnoreCase)
            && DateTimeOffset.Parse(p[8..], CultureInfo.InvariantCulture).Year < 2000);
        if (isGone)
        {
            values.TryRemove(name, out _);
        }
        else
        {
            values[name] = value;
        }
    }
}
