using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CoalitionCms.Integrity;

/// <summary>What <c>verify</c> is asked, by the site's own command line and by the small program alike.</summary>
public sealed record CopyQuestion
{
    /// <summary>A folder, a ZIP file, or the address of a web server.</summary>
    public required string Copy { get; init; }

    /// <summary>A <c>.pub</c> or <c>allowed_signers</c> file, or a fingerprint.</summary>
    public required string Key { get; init; }

    public bool AsJson { get; init; }

    /// <summary>Where seen versions are remembered; null for nowhere.</summary>
    public string? Memory { get; init; }

    public long LeastVersion { get; init; }

    public string? Site { get; init; }

    /// <summary>A SOCKS proxy for a web server, such as Tor's.</summary>
    public Uri? Proxy { get; init; }
}

/// <summary>Checks a copy and says in words, or in JSON, what was found. Exit codes: 0 good, 1 found wrong, 2 not asked rightly.</summary>
public static class CopyConsole
{
    private static readonly TimeSpan TimeForOneFile = TimeSpan.FromMinutes(2);

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> RunAsync(CopyQuestion question, CopyDemands demands, TextWriter output, TextWriter errors,
        Action<int, int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        CopySource? source = null;
        try
        {
            if (Open(question, out var problem) is not { } opened)
            {
                await errors.WriteLineAsync("error: " + problem);
                return 2;
            }

            source = opened;
            var report = await CopyCheck.RunAsync(source, demands, progress, cancellationToken);
            await output.WriteAsync(question.AsJson ? JsonOf(report) : TextOf(report));
            return report.IsGood ? 0 : 1;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or HttpRequestException
            or InvalidDataException
            || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await errors.WriteLineAsync($"error: {question.Copy} cannot be read: {problem.Message}");
            return 1;
        }
        finally
        {
            source?.Dispose();
        }
    }

    /// <summary>Reads the keys that somebody names; null if there are none.</summary>
    public static TrustedKeys? Keys(string named) => TrustedKeys.OfFingerprint(named)
        ?? (File.Exists(named) && new FileInfo(named).Length < 1_000_000 ? TrustedKeys.Parse(File.ReadAllText(named)) : null);

    private static CopySource? Open(CopyQuestion question, out string problem)
    {
        problem = "";
        if (Uri.TryCreate(question.Copy, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return new WebCopy(address, WebCopy.Handler(question.Proxy), TimeForOneFile);
        }

        if (Directory.Exists(question.Copy))
        {
            return new FolderCopy(question.Copy);
        }

        if (File.Exists(question.Copy))
        {
            return new ZipCopy(File.OpenRead(question.Copy));
        }

        problem = $"There is no folder, ZIP file or address {question.Copy}.";
        return null;
    }

    private static string TextOf(CopyReport report)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var width = report.Findings.Select(f => f.Word.Length).DefaultIfEmpty().Max();
        foreach (var finding in report.Findings)
        {
            var about = finding.Detail.Length == 0 ? finding.Path : finding.Path.Length == 0 ? finding.Detail
                : $"{finding.Path}: {finding.Detail}";
            text.WriteLine($"{finding.Word.PadRight(width)}  {about}");
        }

        if (report.Manifest is { } manifest)
        {
            text.WriteLine($"Copy {manifest.Version} of {manifest.Name} ({manifest.Site}), made {Time(manifest.IssuedAt)}, "
                + $"valid until {Time(manifest.ExpiresAt)}.");
            if (report.SignedBy is { } key)
            {
                text.WriteLine($"Signed by {key.Fingerprint}" + (report.ReachedBy is { } change
                    ? $", which follows {change.From.Fingerprint} since {Time(change.Since)}." : "."));
            }

            text.WriteLine("Head of the log at that time: " + manifest.AuditHead);
            if (report.Stamp is { } stamp)
            {
                text.WriteLine($"Stamped {Time(stamp.At)} by {stamp.By} (certificate SHA-256 {stamp.CertificateSha256}).");
            }

            if (report.HasProof)
            {
                text.WriteLine($"There is a proof of its time as well: ots verify {CopyManifest.ProofName}");
            }
        }

        text.WriteLine(report.IsGood
            ? $"GOOD: all {report.FilesRead} files are what was signed. A signature proves who made the copy and when, not that what it "
            + "says is true; names in it may have been withdrawn since."
            : $"WRONG: {report.Findings.Count} found. Do not pass this copy on.");
        return text.ToString();
    }

    private static string JsonOf(CopyReport report) => JsonSerializer.Serialize(
        new
        {
            result = report.IsGood ? "good" : "wrong",
            site = report.Manifest?.Site,
            version = report.Manifest?.Version,
            issued = report.Manifest?.IssuedAt,
            expires = report.Manifest?.ExpiresAt,
            auditHead = report.Manifest?.AuditHead.ToString(),
            signedBy = report.SignedBy?.Fingerprint,
            follows = report.ReachedBy?.From.Fingerprint,
            filesRead = report.FilesRead,
            stampedAt = report.Stamp?.At,
            stampedBy = report.Stamp?.By,
            hasProof = report.HasProof,
            findings = report.Findings.Select(f => new { fault = f.Word, path = f.Path, detail = f.Detail }),
        },
        Json) + "\n";

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
