using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoalitionCms.Integrity;

/// <summary>What <c>verify</c> is asked, by the site's own command line and by the small program alike.</summary>
public sealed record CopyQuestion
{
    /// <summary>A folder, a ZIP file, or the address of a web server.</summary>
    public required string Copy { get; init; }

    /// <summary>A <c>.pub</c> or <c>allowed_signers</c> file, or a fingerprint.</summary>
    public required string Key { get; init; }

    /// <summary>A signed copy, if <see cref="Copy"/> is the address of the live site that is to be compared with it.</summary>
    public string? Against { get; init; }

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
            if (Open(question, question.Against ?? question.Copy, out var problem) is not { } opened)
            {
                await errors.WriteLineAsync("error: " + problem);
                return 2;
            }

            source = opened;
            if (question.Against is not null && !IsAddress(question.Copy))
            {
                await errors.WriteLineAsync($"error: {question.Copy} is no address of a site.");
                return 2;
            }

            var report = await CopyCheck.RunAsync(source, demands, question.Against is null ? progress : null, cancellationToken);
            if (question.Against is null || !report.IsGood)
            {
                await output.WriteAsync(question.AsJson ? JsonOf(report) : TextOf(report));
                if (source is WebCopy && report.Findings is [{ Fault: CopyFault.NoManifest }])
                {
                    await errors.WriteLineAsync("hint:  it is no mirror. A live site is compared with its last signed copy: --against "
                        + "COPY");
                }

                return report.IsGood ? 0 : 1;
            }

            using var live = (WebCopy)Open(question, question.Copy, out _)!;
            var found = await LiveCheck.RunAsync(source, report.Manifest!, live, progress, cancellationToken);
            await output.WriteAsync(question.AsJson ? JsonOf(report, found) : TextOf(report, found));
            return found.All(f => f.Fault == LiveFault.Newer) ? 0 : 1;
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

    private static bool IsAddress(string place) =>
        Uri.TryCreate(place, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static CopySource? Open(CopyQuestion question, string place, out string problem)
    {
        problem = "";
        if (IsAddress(place))
        {
            return new WebCopy(new Uri(place), WebCopy.Handler(question.Proxy), TimeForOneFile);
        }

        if (Directory.Exists(place))
        {
            return new FolderCopy(place);
        }

        if (File.Exists(place))
        {
            return new ZipCopy(File.OpenRead(place));
        }

        problem = $"There is no folder, ZIP file or address {place}.";
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

    private static string TextOf(CopyReport report, IReadOnlyList<LiveFinding> found)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var finding in found)
        {
            text.WriteLine($"{WordOf(finding.Fault),-10}  {finding.Path}");
            if (finding.Fault == LiveFault.Differs)
            {
                text.WriteLine($"            the copy: {finding.Copied}");
                text.WriteLine($"            the site: {finding.Live}");
            }
            else if (finding.Live.Length > 0 && finding.Fault == LiveFault.Unreadable)
            {
                text.WriteLine("            " + finding.Live);
            }
        }

        var (newer, wrong) = (found.Count(f => f.Fault == LiveFault.Newer), found.Count(f => f.Fault != LiveFault.Newer));
        text.WriteLine($"Compared with copy {report.Manifest!.Version} of {report.Manifest.Site}, made {Time(report.Manifest.IssuedAt)}, "
            + $"signed by {report.SignedBy!.Fingerprint}.");
        if (newer > 0)
        {
            text.WriteLine($"{newer} pages are newer than the copy, says the site. Whoever took it over could say so too: look at them, "
                + "or wait for the next signed copy.");
        }

        text.WriteLine(wrong == 0 ? "GOOD: all other pages say what was signed. Links, pictures and counts of days are not compared."
            : $"WRONG: {wrong} pages are not what was signed.");
        return text.ToString();
    }

    private static string WordOf(LiveFault fault) => fault.ToString().ToLowerInvariant();

    // Written node by node: the small program is trimmed to what is called, and reflection is not seen.
    private static string JsonOf(CopyReport report, IReadOnlyList<LiveFinding> found) => new JsonObject
    {
        ["result"] = found.All(f => f.Fault == LiveFault.Newer) ? "good" : "wrong",
        ["site"] = report.Manifest?.Site,
        ["version"] = report.Manifest?.Version,
        ["issued"] = report.Manifest?.IssuedAt,
        ["signedBy"] = report.SignedBy?.Fingerprint,
        ["findings"] = new JsonArray([.. found.Select(f => new JsonObject
        {
            ["fault"] = WordOf(f.Fault), ["path"] = f.Path, ["copied"] = f.Copied, ["live"] = f.Live,
        })]),
    }.ToJsonString(Json) + "\n";

    private static string JsonOf(CopyReport report) => new JsonObject
    {
        ["result"] = report.IsGood ? "good" : "wrong",
        ["site"] = report.Manifest?.Site,
        ["version"] = report.Manifest?.Version,
        ["issued"] = report.Manifest?.IssuedAt,
        ["expires"] = report.Manifest?.ExpiresAt,
        ["auditHead"] = report.Manifest?.AuditHead.ToString(),
        ["signedBy"] = report.SignedBy?.Fingerprint,
        ["follows"] = report.ReachedBy?.From.Fingerprint,
        ["filesRead"] = report.FilesRead,
        ["stampedAt"] = report.Stamp?.At,
        ["stampedBy"] = report.Stamp?.By,
        ["hasProof"] = report.HasProof,
        ["findings"] = new JsonArray([.. report.Findings.Select(f => new JsonObject
        {
            ["fault"] = f.Word, ["path"] = f.Path, ["detail"] = f.Detail,
        })]),
    }.ToJsonString(Json) + "\n";

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
