using System.Globalization;
using System.Text;

namespace CoalitionCms.Integrity;

/// <summary>A file of a copy and its hash (64 lower-case hex characters).</summary>
public readonly record struct CopyFile(string Path, string Sha256);

/// <summary>The list of the files of a copy, with what its head says (FORMATS.md, "Manifest").</summary>
/// <param name="Version">Counts the copies of a site; a lower one than seen before is an old copy.</param>
/// <param name="KeyId">Fingerprint of the key that signs, or <see cref="NoKey"/>.</param>
/// <param name="Bytes">Length of all files together.</param>
/// <param name="Largest">Length of the longest file.</param>
public sealed record CopyManifest(
    string Name, string Site, long Version, DateTime IssuedAt, DateTime ExpiresAt, ChainHead AuditHead, string KeyId, long Bytes,
    long Largest, IReadOnlyList<CopyFile> Files)
{
    public const string FileName = "manifest.txt";
    public const string SignatureName = FileName + ".sig";
    public const string StampName = FileName + ".tsr";
    public const string ProofName = FileName + ".ots";
    public const string NoKey = "none";

    /// <summary>The namespace of its signature: a signature made for anything else does not count.</summary>
    public const string Namespace = "coalitioncms-snapshot";

    /// <summary>No manifest is longer; one of a copy of 100,000 files has 10 MB.</summary>
    public const int MaxBytes = 64_000_000;

    public const int MaxFiles = 500_000;

    private const string Label = "# coalitioncms/snapshot/v1";
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Files beside the manifest that it cannot list.</summary>
    public static IReadOnlySet<string> Sidecars { get; } =
        new HashSet<string>([FileName, SignatureName, StampName, ProofName], StringComparer.Ordinal);

    public byte[] Write()
    {
        var text = new StringBuilder();
        string[] head =
        [
            Label, "# name " + Name, "# site " + Site, Invariant($"# version {Version}"),
            "# issued " + IssuedAt.ToString(Instant, CultureInfo.InvariantCulture),
            "# expires " + ExpiresAt.ToString(Instant, CultureInfo.InvariantCulture), "# audit head " + AuditHead, "# key id " + KeyId,
            Invariant($"# files {Files.Count}"), Invariant($"# bytes {Bytes}"), Invariant($"# largest {Largest}"),
        ];
        foreach (var line in head)
        {
            text.Append(line).Append('\n');
        }

        foreach (var file in Files.OrderBy(f => f.Path, CopyPath.Order))
        {
            if (CopyPath.Problem(file.Path) is { } problem)
            {
                throw new ArgumentException($"The path '{file.Path}' has {problem}.");
            }

            text.Append(file.Sha256).Append("  ").Append(file.Path).Append('\n');
        }

        return Utf8.GetBytes(text.ToString());
    }

    /// <summary>Reads a manifest; anything that <see cref="Write"/> would have written otherwise is refused.</summary>
    /// <param name="problem">The number of the first wrong line and what is wrong with it.</param>
    public static CopyManifest? Read(ReadOnlySpan<byte> bytes, out string problem)
    {
        string text;
        try
        {
            text = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            problem = "it is not UTF-8";
            return null;
        }

        var reader = new LineReader(text);
        var manifest = Read(reader);
        problem = manifest is null ? Invariant($"line {reader.Number}: {reader.Problem}") : "";
        return manifest;
    }

    private static CopyManifest? Read(LineReader lines)
    {
        if (lines.Next() != Label)
        {
            lines.Problem = $"it does not begin with '{Label}'";
            return null;
        }

        var name = lines.Head("name");
        var site = lines.Head("site");
        var version = lines.Number1("version");
        var issued = lines.Time("issued");
        var expires = lines.Time("expires");
        var head = lines.Audit("audit head");
        var key = lines.Head("key id");
        var files = lines.Number1("files", 0);
        var total = lines.Number1("bytes", 0);
        var largest = lines.Number1("largest", 0);
        if (lines.Problem.Length > 0)
        {
            return null;
        }

        if (files > MaxFiles)
        {
            lines.Problem = "more files than any copy has";
            return null;
        }

        var found = new List<CopyFile>((int)files);
        while (lines.Next() is { } line)
        {
            if (line.Length < 67 || line[64] != ' ' || line[65] != ' ' || !CanonicalHash.IsHash(line[..64]))
            {
                lines.Problem = "not a hash, two spaces and a path";
            }
            else if (CopyPath.Problem(line[66..]) is { } wrong)
            {
                lines.Problem = wrong;
            }
            else if (Sidecars.Contains(line[66..]))
            {
                lines.Problem = "a file that no manifest can list";
            }
            else if (found.Count > 0 && CopyPath.Order.Compare(found[^1].Path, line[66..]) >= 0)
            {
                lines.Problem = "not in order, or listed twice";
            }

            if (lines.Problem.Length > 0)
            {
                return null;
            }

            found.Add(new(line[66..], line[..64]));
        }

        if (lines.Problem.Length == 0 && found.Count != files)
        {
            lines.Problem = Invariant($"{found.Count} files, though the head says {files}");
        }

        return lines.Problem.Length > 0 ? null
            : new(name, site, version, issued, expires, head, key, total, largest, found);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Lines that end with a line feed, each of them; anything else is a problem.</summary>
    private sealed class LineReader(string text)
    {
        private int at;

        public int Number { get; private set; }

        public string Problem { get; set; } = "";

        public string? Next()
        {
            if (at == text.Length)
            {
                return null;
            }

            Number++;
            var end = text.IndexOf('\n', at);
            if (end < 0)
            {
                Problem = "it breaks off";
                return null;
            }

            var line = text[at..end];
            at = end + 1;
            if (line.EndsWith('\r'))
            {
                Problem = "a line ends with CR LF; the file went through a program that changes line ends";
                return null;
            }

            return line;
        }

        public string Head(string name)
        {
            if (Problem.Length > 0)
            {
                return "";
            }

            var start = $"# {name} ";
            if (Next() is { } line && line.StartsWith(start, StringComparison.Ordinal) && line.Length > start.Length
                && line[start.Length..].Trim().Length == line.Length - start.Length && !line.Any(char.IsControl))
            {
                return line[start.Length..];
            }

            Problem = Problem.Length > 0 ? Problem : $"'{start}…' should stand here";
            return "";
        }

        public long Number1(string name, long least = 1)
        {
            var value = Head(name);
            if (Problem.Length == 0 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number.ToString(CultureInfo.InvariantCulture) == value)
            {
                return number;
            }

            Problem = Problem.Length > 0 ? Problem : "no whole number";
            return 0;
        }

        public DateTime Time(string name)
        {
            var value = Head(name);
            if (Problem.Length == 0 && DateTime.TryParseExact(value, Instant, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            {
                return time;
            }

            Problem = Problem.Length > 0 ? Problem : "no time such as 2026-11-29T14:00:00Z";
            return default;
        }

        public ChainHead Audit(string name)
        {
            var value = Head(name);
            if (Problem.Length == 0 && ChainHead.TryParse(value, out var head) && head.ToString() == value)
            {
                return head;
            }

            Problem = Problem.Length > 0 ? Problem : "no head of a log, HASH@N";
            return default;
        }
    }
}
