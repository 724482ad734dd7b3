using System.Buffers;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media.Actions;

namespace CoalitionCms.Features.Transfer;

/// <summary>A file of an export, in a folder or an archive.</summary>
/// <param name="Name">Its path there, with forward slashes; never used as a path of this machine.</param>
internal sealed record SourceFile(string Name, long Length, Func<Stream> Open);

/// <summary>
/// The files that somebody exported: one file, a folder, a ZIP (or parts of one) or a tar archive. An archive that contains what no export
/// does is refused as a whole.
/// </summary>
internal sealed class SourceFiles : IDisposable
{
    // Security: limits on what an archive may claim and unfold.
    private const int MostFiles = 200_000;
    private const int MostTimesLarger = 300;
    private const long AlwaysAllowed = 50L * 1024 * 1024;

    private static readonly string[] Pictures = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".pdf"];

    private readonly List<SourceFile> files = [];
    private readonly string? unpacked;

    private SourceFiles(string? unpacked) => this.unpacked = unpacked;

    /// <summary>Everything that holds texts, in the order of names.</summary>
    public IReadOnlyList<SourceFile> Feeds { get; private set; } = [];

    /// <summary>SHA-256 of what was given: of the file, or of the feeds of a folder.</summary>
    public string Sha256 { get; private set; } = "";

    public long Length => Feeds.Sum(f => f.Length);

    /// <summary>Opens what was given.</summary>
    /// <param name="workFolder">Where a tar archive is unpacked, in a folder of its own that is deleted afterwards.</param>
    /// <param name="isFeed">Whether a file of a folder or archive holds texts, by its name.</param>
    /// <exception cref="SourceException">There is no such file, or it is hostile.</exception>
    public static SourceFiles Open(IReadOnlyList<string> paths, string workFolder, Func<string, bool> isFeed,
        CancellationToken cancellationToken)
    {
        var needsFolder = paths.Any(p => File.Exists(p) && KindOf(p) == FileKind.Tar);
        var folder = needsFolder ? Path.Combine(workFolder, Path.GetRandomFileName()) : null;
        var opened = new SourceFiles(folder);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var path in paths)
            {
                opened.Add(path, hash, cancellationToken);
            }

            opened.Feeds = paths is [var only] && File.Exists(only) && KindOf(only) == FileKind.Other
                ? [.. opened.files]
                : [.. opened.files.Where(f => isFeed(f.Name)).OrderBy(f => f.Name, StringComparer.Ordinal)];
            if (opened.Feeds.Count == 0)
            {
                throw new SourceException("Import.NoFeed");
            }

            if (!paths.Any(File.Exists))
            {
                foreach (var feed in opened.Feeds)
                {
                    using var stream = feed.Open();
                    Append(hash, stream, cancellationToken);
                }
            }

            opened.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Adds the photos of a folder that the operator has.</summary>
    public void AddFolder(string path, CancellationToken cancellationToken) => AddFilesOf(path, cancellationToken);

    public IEnumerable<SourceFile> Named(Func<string, bool> matches) => files.Where(f => matches(f.Name));

    /// <summary>Photos and documents.</summary>
    public IEnumerable<SourceFile> Media =>
        files.Where(f => Pictures.Contains(Path.GetExtension(f.Name).ToLowerInvariant()) && f.Length <= AddMedia.MaxBytes);

    public void Dispose()
    {
        if (unpacked is not null && Directory.Exists(unpacked))
        {
            Directory.Delete(unpacked, recursive: true);
        }
    }

    private enum FileKind
    {
        Zip,
        Tar,
        Other,
    }

    private static FileKind KindOf(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using var stream = File.OpenRead(path);
        var read = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        return start[..read] switch
        {
            [(byte)'P', (byte)'K', 3, 4] => FileKind.Zip,
            [0x1F, 0x8B, ..] => FileKind.Tar,
            _ => path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? FileKind.Tar : FileKind.Other,
        };
    }

    private void Add(string path, IncrementalHash hash, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            AddFilesOf(path, cancellationToken);
            return;
        }

        if (!File.Exists(path))
        {
            throw new SourceException("Import.NoFile", 0, path);
        }

        using (var stream = File.OpenRead(path))
        {
            Append(hash, stream, cancellationToken);
        }

        switch (KindOf(path))
        {
            case FileKind.Zip:
                AddZip(path);
                break;
            case FileKind.Tar:
                AddTar(path, cancellationToken);
                break;
            default:
                files.Add(new(Path.GetFileName(path), new FileInfo(path).Length, () => OpenFile(path)));
                break;
        }
    }

    private void AddFilesOf(string folder, CancellationToken cancellationToken)
    {
        // Security: links are not followed, so nothing outside of the folder is read.
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.System,
        };
        foreach (var path in Directory.EnumerateFiles(folder, "*", options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Keep(Path.GetRelativePath(folder, path).Replace('\\', '/'), new FileInfo(path).Length, () => OpenFile(path));
        }
    }

    private void AddZip(string path)
    {
        using var zip = OpenZip(path);
        if (zip.Entries.Count > MostFiles)
        {
            throw new SourceException("Import.TooManyFiles", 0, MostFiles);
        }

        // Security: many small entries may unpack to more than the disk holds, above all if they share their bytes.
        var left = Math.Max(AlwaysAllowed, new FileInfo(path).Length * MostTimesLarger);
        foreach (var (index, entry) in zip.Entries.Index())
        {
            const int LinkType = 0xA000;
            if (((entry.ExternalAttributes >> 16) & 0xF000) == LinkType)
            {
                throw new SourceException("Import.Archive.Link", 0, Shown(entry.FullName));
            }

            if (entry.FullName.EndsWith('/'))
            {
                Require(entry.FullName);
                continue;
            }

            left -= entry.Length;
            if (left < 0 || (entry.Length > AlwaysAllowed && entry.Length / MostTimesLarger > entry.CompressedLength))
            {
                throw new SourceException("Import.Archive.Bomb", 0, Shown(entry.FullName));
            }

            // Streams of one archive share its position; a text is read while photos are.
            Keep(entry.FullName, entry.Length, () =>
            {
                var own = OpenZip(path);
                return new LimitedStream(own.Entries[index].Open(), own.Entries[index].Length, own);
            });
        }
    }

    private static ZipArchive OpenZip(string path)
    {
        try
        {
            var zip = ZipFile.OpenRead(path);
            _ = zip.Entries.Count;
            return zip;
        }
        catch (InvalidDataException)
        {
            throw new SourceException("Import.Damaged.Archive");
        }
    }

    private void AddTar(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(unpacked!);
        var most = Math.Max(AlwaysAllowed, new FileInfo(path).Length * MostTimesLarger);
        using var packed = OpenFile(path);
        using Stream plain = path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase)
            ? packed
            : new GZipStream(packed, CompressionMode.Decompress);
        try
        {
            using var tar = new TarReader(new LimitedStream(plain, most));
            for (var entry = tar.GetNextEntry(); entry is not null; entry = tar.GetNextEntry())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entry.EntryType is TarEntryType.HardLink or TarEntryType.SymbolicLink)
                {
                    throw new SourceException("Import.Archive.Link", 0, Shown(entry.Name));
                }

                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                {
                    // Security: stored under a number; the name in the archive is never a path here.
                    var own = Path.Combine(unpacked!, files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    using (var file = new FileStream(own, FileMode.CreateNew))
                    {
                        entry.DataStream?.CopyTo(file);
                    }

                    Keep(entry.Name, new FileInfo(own).Length, () => OpenFile(own));
                }
                else
                {
                    Require(entry.Name);
                }
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or FormatException
            or InvalidOperationException or NotSupportedException or OutOfMemoryException)
        {
            throw new SourceException("Import.Damaged.Archive");
        }
    }

    private void Keep(string name, long length, Func<Stream> opener)
    {
        Require(name);
        if (files.Count >= MostFiles)
        {
            throw new SourceException("Import.TooManyFiles", 0, MostFiles);
        }

        // Copies that the archiver of macOS makes of every file.
        if (!name.StartsWith("__MACOSX/", StringComparison.Ordinal) && !Path.GetFileName(name).StartsWith("._", StringComparison.Ordinal))
        {
            files.Add(new(name, length, opener));
        }
    }

    private static void Require(string name)
    {
        var isOutside = name.Length == 0 || name[0] is '/' or '\\' || (name.Length > 1 && name[1] == ':')
            || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Contains("..") || name.Any(char.IsControl);
        if (isOutside)
        {
            throw new SourceException("Import.Archive.Name", 0, Shown(name));
        }
    }

    private static string Shown(string name) => CleanText.Line(name) is { Length: > 100 } shown ? shown[..100] : CleanText.Line(name);

    private static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.SequentialScan);

    private static void Append(IncrementalHash hash, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Reads no more than an archive said that there is.</summary>
    private sealed class LimitedStream(Stream inner, long most, IDisposable? owner = null) : Stream
    {
        private long taken;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => taken;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            taken += read;
            return taken <= most ? read : throw new SourceException("Import.Archive.Bomb", 0, "");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                owner?.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
