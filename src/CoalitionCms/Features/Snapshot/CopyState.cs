using System.Text.Encodings.Web;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Snapshot;

/// <summary>A file of the last copy, as it was made.</summary>
/// <param name="Source">Path and query that it was made from; empty for a file that is made from the whole site.</param>
/// <param name="Length">Length and time of the file: if either is another, somebody else wrote it.</param>
/// <param name="Tags">What it shows; null for anything: it is made each time.</param>
/// <param name="Pages">Parts of lists that it leads to, as path and query.</param>
/// <param name="Lacks">Pages that it would lead to if the copy had them (<see cref="FoundLinks.Lacks"/>).</param>
internal sealed record CopiedFile(string Source, string File, string Sha256, long Length, long WrittenAt, IReadOnlyCollection<string>? Tags,
    IReadOnlyCollection<string> Pages, IReadOnlyCollection<string> Assets, IReadOnlyCollection<int> Lacks)
{
    /// <summary>The last day on which it may be shown: a consent ends; null for no end.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>The site answered that it has no such page; there is no file.</summary>
    public bool IsMissing => Sha256.Length == 0;

    public static CopiedFile Missing(string source, string file, IReadOnlyCollection<string> tags) =>
        new(source, file, "", 0, 0, tags, [], [], []);
}

/// <summary>What is known of the last copy in a folder, so that the next one makes only what changed.</summary>
/// <param name="Basis">Program, settings and day that all pages depend on.</param>
/// <param name="Head">Newest entry of the log when it was begun.</param>
/// <param name="Files">By their names; those that are missing as well.</param>
internal sealed record CopyState(string Basis, ChainHead Head, long Version, IReadOnlyDictionary<string, CopiedFile> Files)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CopyState None { get; } = new("", HashChain.Genesis, 0, new Dictionary<string, CopiedFile>());

    private sealed record FirstLine(string Basis, long Number, string Hash, long Version);

    /// <summary>Reads the state; none where it is missing or not whole.</summary>
    public static CopyState Read(string path)
    {
        if (!File.Exists(path))
        {
            return None;
        }

        try
        {
            using var reader = new StreamReader(path);
            if (JsonSerializer.Deserialize<FirstLine>(reader.ReadLine() ?? "null", Json) is not { Hash: not null } head)
            {
                return None;
            }

            var files = new Dictionary<string, CopiedFile>(StringComparer.Ordinal);
            while (reader.ReadLine() is { } line)
            {
                if (JsonSerializer.Deserialize<CopiedFile>(line, Json) is { } file)
                {
                    files[file.File] = file;
                }
            }

            return new(head.Basis, new(head.Number, head.Hash), head.Version, files);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>The newest entry of the log that the copy knows; the beginning of all logs without a copy.</summary>
    public static ChainHead HeadIn(string path) =>
        File.Exists(path) && FirstLineOf(path) is { } head ? new(head.Number, head.Hash) : HashChain.Genesis;

    /// <summary>The highest version of all copies of the site, wherever they were made: two with one number would be taken for a
    /// forgery.</summary>
    public static long HighestVersion(string states) => Directory.EnumerateFiles(states, "*.state")
        .Select(f => FirstLineOf(f)?.Version ?? 0).DefaultIfEmpty().Max();

    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await JsonSerializer.SerializeAsync(bytes, new FirstLine(Basis, Head.Number, Head.Hash, Version), Json, cancellationToken);
        bytes.WriteByte((byte)'\n');
        foreach (var file in Files.Values)
        {
            await JsonSerializer.SerializeAsync(bytes, file, Json, cancellationToken);
            bytes.WriteByte((byte)'\n');
        }

        await AtomicFile.WriteAsync(path, bytes.ToArray(), cancellationToken);
    }

    private static FirstLine? FirstLineOf(string path)
    {
        using var reader = new StreamReader(path);
        try
        {
            return JsonSerializer.Deserialize<FirstLine>(reader.ReadLine() ?? "null", Json) is { Hash: not null } first ? first : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
