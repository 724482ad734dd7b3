using System.Globalization;

namespace CoalitionCms.Integrity;

/// <summary>A line of an <c>allowed_signers</c> file of OpenSSH.</summary>
public sealed record AllowedSigner(string Who, SshKey Key, string? Namespaces, DateTime? ValidAfter, DateTime? ValidBefore)
{
    /// <summary>True if the key counted at this time for this purpose.</summary>
    public bool Allows(string purpose, DateTime at) => (Namespaces is null || Namespaces.Split(',').Any(n => Matches(n, purpose)))
        && !(at < ValidAfter) && !(at >= ValidBefore);

    public override string ToString()
    {
        var options = string.Join(',', new[]
        {
            Namespaces is null ? null : $"namespaces=\"{Namespaces}\"", Option("valid-after", ValidAfter),
            Option("valid-before", ValidBefore),
        }.Where(o => o is not null));
        return $"{Who} {options}{(options.Length > 0 ? " " : "")}{Key}";
    }

    // By the day, which OpenSSH of every age reads.
    private static string? Option(string name, DateTime? day) =>
        day is { } at ? $"{name}=\"{at.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}\"" : null;

    private static bool Matches(string pattern, string purpose) =>
        pattern.EndsWith('*') ? purpose.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == purpose;
}

/// <summary>The keys that a reader trusts: a <c>.pub</c> file, an <c>allowed_signers</c> file, or a fingerprint.</summary>
public sealed class TrustedKeys
{
    private readonly string? fingerprint;

    private TrustedKeys(IReadOnlyList<AllowedSigner> signers, string? fingerprint) => (Signers, this.fingerprint) = (signers, fingerprint);

    public IReadOnlyList<AllowedSigner> Signers { get; }

    public static TrustedKeys Of(params IReadOnlyList<AllowedSigner> signers) => new(signers, null);

    /// <summary>Reads <c>SHA256:…</c> as <c>ssh-keygen -l</c> prints it; null for anything else.</summary>
    public static TrustedKeys? OfFingerprint(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var value = text.Trim().TrimEnd('=');
        return value.Length == 50 && value.StartsWith("SHA256:", StringComparison.Ordinal) && SshKey.Decode(value[7..] + "=") is not null
            ? new([], value)
            : null;
    }

    /// <summary>Reads the text of a <c>.pub</c> or <c>allowed_signers</c> file; null if no line of it is a key known here.</summary>
    public static TrustedKeys? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var signers = text.TrimStart('\uFEFF').Split('\n', StringSplitOptions.TrimEntries)
            .Where(l => l.Length > 0 && l[0] != '#').Select(ParseLine).OfType<AllowedSigner>().ToList();
        return signers.Count == 0 ? null : new(signers, null);
    }

    /// <summary>True if this key may sign for this purpose at this time.</summary>
    public bool Trusts(SshKey key, string purpose, DateTime at)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Fingerprint == fingerprint || Signers.Any(s => s.Key.Equals(key) && s.Allows(purpose, at));
    }

    /// <summary>True if the key is among these, whatever it may be used for and when.</summary>
    public bool Names(SshKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Fingerprint == fingerprint || Signers.Any(s => s.Key.Equals(key));
    }

    private static AllowedSigner? ParseLine(string line)
    {
        if (SshKey.Parse(line) is { } bare)
        {
            return new("*", bare, null, null, null);
        }

        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0)
        {
            return null;
        }

        var (who, rest) = (line[..space], line[space..].TrimStart());
        if (SshKey.Parse(rest) is { } key)
        {
            return new(who, key, null, null, null);
        }

        // Options end at the first space outside of quotes.
        var (end, quoted) = (0, false);
        while (end < rest.Length && (quoted || rest[end] != ' '))
        {
            quoted ^= rest[end] == '"';
            end++;
        }

        if (end >= rest.Length || SshKey.Parse(rest[end..]) is not { } limited)
        {
            return null;
        }

        string? spaces = null;
        DateTime? after = null, before = null;
        foreach (var option in Split(rest[..end]))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (option, "") : (option[..equals], option[(equals + 1)..].Trim('"'));
            switch (name.ToLowerInvariant())
            {
                case "namespaces":
                    spaces = value;
                    break;
                case "valid-after" when Day(value) is { } day:
                    after = day;
                    break;
                case "valid-before" when Day(value) is { } day:
                    before = day;
                    break;
                default:
                    // Security: an option that is not understood may be one that narrows; the line does not count.
                    return null;
            }
        }

        return new(who, limited, spaces, after, before);
    }

    private static IEnumerable<string> Split(string options)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i <= options.Length; i++)
        {
            if (i == options.Length || (options[i] == ',' && !quoted))
            {
                yield return options[start..i];
                start = i + 1;
            }
            else
            {
                quoted ^= options[i] == '"';
            }
        }
    }

    private static DateTime? Day(string value)
    {
        string[] forms = ["yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss"];
        return DateTime.TryParseExact(value.TrimEnd('Z', 'z'), forms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) ? day : null;
    }
}

/// <summary>
/// A statement that one key follows another, signed by both (FORMATS.md, "Change of keys"): who trusts the old key may trust the new one.
/// </summary>
public sealed record KeyChange(string Site, SshKey From, SshKey To, DateTime Since)
{
    public const string Namespace = "coalitioncms-key-change";
    public const string Folder = "keys/";
    public const string OldSignature = ".old.sig";
    public const string NewSignature = ".new.sig";

    /// <summary>No statement is longer.</summary>
    public const int MaxBytes = 8_192;

    private const string Label = "# coalitioncms/key-change/v1";
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public string Write() => string.Join('\n', Label, "site " + Site, "from " + From, "to " + To,
        "since " + Since.ToString(Instant, CultureInfo.InvariantCulture), "");

    public static KeyChange? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n') is [Label, ['s', 'i', 't', 'e', ' ', .. var site], ['f', 'r', 'o', 'm', ' ', .. var from],
            ['t', 'o', ' ', .. var to], ['s', 'i', 'n', 'c', 'e', ' ', .. var since], ""]
            && SshKey.Parse(from) is { } old && SshKey.Parse(to) is { } fresh && DateTime.TryParseExact(since, Instant,
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? Same(new(site, old, fresh, at), text)
            : null;
    }

    // A second spelling of the same statement would be another text with the same meaning.
    private static KeyChange? Same(KeyChange change, string text) => change.Write() == text ? change : null;
}
