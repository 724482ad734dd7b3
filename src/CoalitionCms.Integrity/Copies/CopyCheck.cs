using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoalitionCms.Integrity;

/// <summary>What can be wrong with a copy, worst first.</summary>
public enum CopyFault
{
    /// <summary>There is no manifest.</summary>
    NoManifest,

    /// <summary>The manifest is not in the form of FORMATS.md.</summary>
    BadManifest,

    NotSigned,

    /// <summary>The signature is none, or not of this manifest.</summary>
    BadSignature,

    /// <summary>The signature is good, but of a key that the reader does not trust.</summary>
    WrongKey,

    /// <summary>A trusted key, but one that was not valid when the copy was made.</summary>
    KeyNotValid,

    /// <summary>A new key without a statement that the old one signed.</summary>
    UnprovenKeyChange,

    /// <summary>An older copy than one that was seen before.</summary>
    RolledBack,

    /// <summary>Another copy with a version that was seen before.</summary>
    Forked,

    /// <summary>Older than the version that the reader requires.</summary>
    Stale,

    Expired,

    /// <summary>Made in the future: one of the two clocks is wrong.</summary>
    NotYet,

    /// <summary>The copy of another site.</summary>
    WrongSite,

    /// <summary>The log of the live site does not contain the head that the copy names.</summary>
    UnknownAuditHead,

    Changed,
    Missing,
    Extra,

    /// <summary>A link in the place of a file.</summary>
    Link,

    /// <summary>One name twice.</summary>
    Twice,

    /// <summary>The file could not be read.</summary>
    Unreadable,

    /// <summary>The stamp of time is not of this manifest.</summary>
    BadStamp,
}

/// <summary>One thing that is wrong. <paramref name="Path"/> is empty for the copy as a whole.</summary>
public sealed record CopyFinding(CopyFault Fault, string Path, string Detail)
{
    /// <summary>The fault as a word that stays the same: <c>rolled-back</c>.</summary>
    public string Word { get; } = WordOf(Fault);

    private static string WordOf(CopyFault fault) => string.Concat(fault.ToString().Select((letter, i) =>
        char.IsUpper(letter) && i > 0 ? "-" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
}

/// <summary>What a reader asks of a copy.</summary>
public sealed record CopyDemands
{
    public required TrustedKeys Keys { get; init; }

    public required DateTime Now { get; init; }

    /// <summary>The versions seen before; null to compare with none.</summary>
    public VersionMemory? Memory { get; init; }

    public long LeastVersion { get; init; }

    /// <summary>The address of the site whose copy it should be; null for any.</summary>
    public string? Site { get; init; }

    /// <summary>Whether the live log contains the head that a manifest names; null if nobody can tell.</summary>
    public Func<CopyManifest, CancellationToken, Task<bool>>? KnowsHead { get; init; }

    /// <summary>How many files are looked at; others of a web server are not. Null for all.</summary>
    public int? Sample { get; init; }
}

/// <summary>The result of a check.</summary>
/// <param name="Manifest">Null if it could not be read.</param>
/// <param name="SignedBy">The key of the signature if it is a good one, trusted or not.</param>
/// <param name="ReachedBy">The change of keys by which that key is trusted; null if it is trusted by itself.</param>
public sealed record CopyReport(
    IReadOnlyList<CopyFinding> Findings, CopyManifest? Manifest, SshKey? SignedBy, KeyChange? ReachedBy, int FilesRead,
    StampedTime? Stamp, bool HasProof)
{
    public bool IsGood => Findings.Count == 0;
}

/// <summary>Checks a copy against its manifest, the manifest against its signature,
/// and the signature against the keys of the reader.</summary>
public static class CopyCheck
{
    /// <summary>How far clocks may differ.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(26);

    public static async Task<CopyReport> RunAsync(CopySource copy, CopyDemands demands, Action<int, int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(copy);
        ArgumentNullException.ThrowIfNull(demands);
        var findings = new ConcurrentBag<CopyFinding>(copy.Oddities);
        var bytes = await copy.ReadAsync(CopyManifest.FileName, CopyManifest.MaxBytes, cancellationToken);
        if (bytes is null)
        {
            findings.Add(new(CopyFault.NoManifest, CopyManifest.FileName, "there is none, or it is too long"));
            return Report(findings, null, null, null, 0, null, null);
        }

        var manifest = CopyManifest.Read(bytes, out var problem);
        var signature = await copy.ReadAsync(CopyManifest.SignatureName, SshSignature.MaxBytes, cancellationToken);
        var stamp = await copy.ReadAsync(CopyManifest.StampName, SshSignature.MaxBytes, cancellationToken);
        var proof = await copy.ReadAsync(CopyManifest.ProofName, 1_000_000, cancellationToken);
        StampedTime? stamped = null;
        if (stamp is not null && (stamped = TimeStamp.Read(bytes, stamp, out var wrong)) is null)
        {
            findings.Add(new(CopyFault.BadStamp, CopyManifest.StampName, wrong));
        }

        var signed = SignatureOf(bytes, signature, findings);
        if (manifest is null)
        {
            findings.Add(new(CopyFault.BadManifest, CopyManifest.FileName, problem));
            return Report(findings, null, signed, null, 0, stamped, proof);
        }

        var change = signed is null ? null : await TrustAsync(copy, demands, manifest, signed, findings, cancellationToken);
        await JudgeAsync(demands, manifest, findings, cancellationToken);
        if (signed is not null)
        {
            demands.Memory?.Judge(manifest, signed, change, bytes, findings);
        }

        var read = await CompareAsync(copy, demands, manifest, findings, progress, cancellationToken);
        var report = Report(findings, manifest, signed, change, read, stamped, proof);
        if (report.IsGood && signed is not null)
        {
            demands.Memory?.Note(manifest, signed, bytes);
        }

        return report;
    }

    private static CopyReport Report(ConcurrentBag<CopyFinding> findings, CopyManifest? manifest, SshKey? signed, KeyChange? change,
        int read, StampedTime? stamp, byte[]? proof) => new(
            [.. findings.Distinct().OrderBy(f => f.Fault).ThenBy(f => f.Path, CopyPath.Order)], manifest, signed, change, read,
            stamp, proof is { Length: > 0 });

    private static SshKey? SignatureOf(byte[] manifest, byte[]? signature, ConcurrentBag<CopyFinding> findings)
    {
        if (signature is null)
        {
            findings.Add(new(CopyFault.NotSigned, CopyManifest.SignatureName, "there is no signature"));
            return null;
        }

        if (SshSignature.Parse(Encoding.Latin1.GetString(signature)) is not { } parsed)
        {
            findings.Add(new(CopyFault.BadSignature, CopyManifest.SignatureName, "it is no signature of a kind known here"));
            return null;
        }

        if (parsed.IsOf(manifest, CopyManifest.Namespace))
        {
            return parsed.Key;
        }

        findings.Add(new(CopyFault.BadSignature, CopyManifest.SignatureName, parsed.Namespace == CopyManifest.Namespace
            ? "it is not of this manifest" : $"it was made for '{parsed.Namespace}'"));
        return null;
    }

    /// <summary>Judges the key. Returns the change of keys by which it is trusted.</summary>
    private static async Task<KeyChange?> TrustAsync(CopySource copy, CopyDemands demands, CopyManifest manifest, SshKey signed,
        ConcurrentBag<CopyFinding> findings, CancellationToken cancellationToken)
    {
        if (manifest.KeyId != signed.Fingerprint)
        {
            findings.Add(new(CopyFault.BadSignature, CopyManifest.FileName,
                $"it names the key {manifest.KeyId}, and {signed.Fingerprint} signed"));
        }

        if (demands.Keys.Trusts(signed, CopyManifest.Namespace, manifest.IssuedAt))
        {
            return null;
        }

        if (demands.Keys.Names(signed))
        {
            findings.Add(new(CopyFault.KeyNotValid, CopyManifest.SignatureName,
                $"{signed.Fingerprint} was not valid when the copy was made, or not for copies"));
            return null;
        }

        var (changes, unproven) = await ChangesAsync(copy, manifest, signed, cancellationToken);
        var reached = new Dictionary<string, KeyChange>(StringComparer.Ordinal);
        bool grew;
        do
        {
            grew = false;
            foreach (var change in changes.Where(c => !reached.ContainsKey(c.To.Fingerprint)
                && (demands.Keys.Trusts(c.From, CopyManifest.Namespace, c.Since) || reached.ContainsKey(c.From.Fingerprint))))
            {
                reached[change.To.Fingerprint] = change;
                grew = true;
            }
        }
        while (grew);
        if (reached.GetValueOrDefault(signed.Fingerprint) is { } by)
        {
            return by;
        }

        findings.Add(unproven
            ? new(CopyFault.UnprovenKeyChange, CopyManifest.SignatureName,
                $"{signed.Fingerprint} says that it follows another key, and that key did not sign this")
            : new(CopyFault.WrongKey, CopyManifest.SignatureName, $"signed by {signed.Fingerprint}, which you do not trust"));
        return null;
    }

    /// <summary>The changes of keys that both keys signed; and whether there is one to this key that they did not.</summary>
    private static async Task<(List<KeyChange> Proven, bool Unproven)> ChangesAsync(CopySource copy, CopyManifest manifest, SshKey signed,
        CancellationToken cancellationToken)
    {
        const int MostChanges = 100;
        var (proven, unproven) = (new List<KeyChange>(), false);
        foreach (var path in manifest.Files.Select(f => f.Path).Where(p => p.StartsWith(KeyChange.Folder, StringComparison.Ordinal)
            && p.EndsWith(".txt", StringComparison.Ordinal)).Take(MostChanges))
        {
            var text = await copy.ReadAsync(path, KeyChange.MaxBytes, cancellationToken);
            if (text is null || KeyChange.Parse(Encoding.UTF8.GetString(text)) is not { } change || change.Site != manifest.Site)
            {
                continue;
            }

            if (await SignsAsync(change.From, KeyChange.OldSignature) && await SignsAsync(change.To, KeyChange.NewSignature))
            {
                proven.Add(change);
            }
            else
            {
                unproven |= change.To.Equals(signed);
            }

            async Task<bool> SignsAsync(SshKey key, string ending) =>
                await copy.ReadAsync(path + ending, SshSignature.MaxBytes, cancellationToken) is { } bytes
                && SshSignature.Parse(Encoding.Latin1.GetString(bytes)) is { } signature && signature.Key.Equals(key)
                && signature.IsOf(text, KeyChange.Namespace);
        }

        return (proven, unproven);
    }

    private static async Task JudgeAsync(CopyDemands demands, CopyManifest manifest, ConcurrentBag<CopyFinding> findings,
        CancellationToken cancellationToken)
    {
        if (demands.Now >= manifest.ExpiresAt)
        {
            findings.Add(new(CopyFault.Expired, "", "it was valid until " + Day(manifest.ExpiresAt)));
        }

        if (demands.Now < manifest.IssuedAt - Tolerance)
        {
            findings.Add(new(CopyFault.NotYet, "", $"it was made on {Day(manifest.IssuedAt)}, which is to come"));
        }

        if (manifest.Version < demands.LeastVersion)
        {
            findings.Add(new(CopyFault.Stale, "",
                string.Create(CultureInfo.InvariantCulture, $"version {manifest.Version}, and there is {demands.LeastVersion}")));
        }

        if (demands.Site is { } site && manifest.Site.TrimEnd('/') != site.TrimEnd('/'))
        {
            findings.Add(new(CopyFault.WrongSite, "", "it is a copy of " + manifest.Site));
        }

        if (demands.KnowsHead is { } knows && !await knows(manifest, cancellationToken))
        {
            findings.Add(new(CopyFault.UnknownAuditHead, "", $"the log does not contain {manifest.AuditHead}"));
        }
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static async Task<int> CompareAsync(CopySource copy, CopyDemands demands, CopyManifest manifest,
        ConcurrentBag<CopyFinding> findings, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        if (copy.Paths is { } paths)
        {
            var listed = manifest.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
            foreach (var path in paths.Where(p => !listed.Contains(p) && !CopyManifest.Sidecars.Contains(p)))
            {
                findings.Add(new(CopyFault.Extra, path, ""));
            }
        }

        // Security: what a server sends is limited by what the signed manifest allows, with some room for files that are wrong.
        var most = (2 * manifest.Bytes) + 50_000_000;
        var (read, sent) = (0, 0L);
        var files = demands.Sample is { } sample && sample < manifest.Files.Count ? Spread(manifest.Files, sample) : manifest.Files;
        await Parallel.ForEachAsync(files, new ParallelOptions
        {
            MaxDegreeOfParallelism = copy.AtATime,
            CancellationToken = cancellationToken,
        }, async (file, token) =>
        {
            try
            {
                if (await CompareAsync(copy, file, manifest.Largest, length => Interlocked.Add(ref sent, length) <= most, token)
                    is { } finding)
                {
                    findings.Add(finding);
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or HttpRequestException
                or InvalidDataException || (problem is OperationCanceledException && !token.IsCancellationRequested))
            {
                findings.Add(new(CopyFault.Unreadable, file.Path, problem.Message));
            }

            var done = Interlocked.Increment(ref read);
            progress?.Invoke(done, files.Count);
        });
        return read;
    }

    /// <summary>Files from all over the list: the first of each equal part, so that the home page is one.</summary>
    private static List<CopyFile> Spread(IReadOnlyList<CopyFile> files, int count) =>
        [.. Enumerable.Range(0, count).Select(i => files[(int)((long)i * files.Count / count)])];

    private static async Task<CopyFinding?> CompareAsync(CopySource copy, CopyFile file, long largest, Func<int, bool> mayGoOn,
        CancellationToken cancellationToken)
    {
        await using var stream = await copy.OpenAsync(file.Path, cancellationToken);
        if (stream is null)
        {
            return copy.Oddities.Any(o => o.Path == file.Path) ? null : new(CopyFault.Missing, file.Path, "");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var length = 0L;
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length > largest)
                {
                    return new(CopyFault.Changed, file.Path, "longer than any file of this copy");
                }

                if (!mayGoOn(read))
                {
                    return new(CopyFault.Unreadable, file.Path, "far more was sent than the whole copy has");
                }

                sha.AppendData(buffer, 0, read);
            }

            return Convert.ToHexStringLower(sha.GetHashAndReset()) == file.Sha256 ? null : new(CopyFault.Changed, file.Path, "");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>Remembers the highest version seen of each site, so that an older copy is known as such.</summary>
public sealed class VersionMemory
{
    private const int MostLines = 1_000;
    private readonly string path;
    private readonly Dictionary<string, (long Version, string Sha256)> seen = new(StringComparer.Ordinal);

    public VersionMemory(string path)
    {
        this.path = path;
        if (File.Exists(path))
        {
            foreach (var line in File.ReadLines(path).Take(MostLines))
            {
                if (line.Split(' ', 4) is [var key, var version, var sha, var site]
                    && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    seen[key + " " + site] = (number, sha);
                }
            }
        }
    }

    /// <summary>The default place.</summary>
    public static string UsualPath => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "coalitioncms", "versions.txt");

    internal void Judge(CopyManifest manifest, SshKey key, KeyChange? change, byte[] bytes, ConcurrentBag<CopyFinding> findings)
    {
        // A change of keys does not begin a new count.
        var known = new[] { key, change?.From }.OfType<SshKey>().Select(k => seen.GetValueOrDefault(Line(k, manifest)))
            .MaxBy(s => s.Version);
        if (manifest.Version < known.Version)
        {
            findings.Add(new(CopyFault.RolledBack, "",
                string.Create(CultureInfo.InvariantCulture, $"version {manifest.Version}, after you have seen {known.Version}")));
        }
        else if (manifest.Version == known.Version && known.Sha256 != Sha256(bytes))
        {
            findings.Add(new(CopyFault.Forked, "",
                string.Create(CultureInfo.InvariantCulture, $"you have seen another copy of version {manifest.Version}")));
        }
    }

    internal void Note(CopyManifest manifest, SshKey key, byte[] bytes)
    {
        if (seen.GetValueOrDefault(Line(key, manifest)).Version >= manifest.Version)
        {
            return;
        }

        seen[Line(key, manifest)] = (manifest.Version, Sha256(bytes));
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = path + ".tmp";
        File.WriteAllLines(temporary, seen.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Key.Split(' ', 2) is var parts
            ? string.Create(CultureInfo.InvariantCulture, $"{parts[0]} {s.Value.Version} {s.Value.Sha256} {parts[1]}") : ""));
        File.Move(temporary, path, overwrite: true);
    }

    private static string Line(SshKey key, CopyManifest manifest) => $"{key.Fingerprint} {manifest.Site}";

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
