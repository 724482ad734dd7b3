using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>
/// Writes a backup: a tar archive, either encrypted as a whole or followed by a line with its hash. Without <see cref="End"/> it is
/// truncated.
/// </summary>
internal sealed class BackupWriter : IDisposable
{
    /// <summary>Length of the line after an unencrypted tar archive, in bytes.</summary>
    public const int TrailerSize = 92;

    private readonly MeasuredStream file;
    private readonly SealingStream? sealing;
    private readonly TarWriter tar;
    private readonly DateTime madeAt;
    private readonly CancellationToken cancellationToken;
    private readonly List<BackupEntry> entries = [];

    public BackupWriter(Stream to, BackupSeal? seal, BackupManifest facts, Action<long>? progress, CancellationToken cancellationToken)
    {
        file = new MeasuredStream(to, progress, cancellationToken);
        if (seal is not null)
        {
            file.Write(seal.Head);
            sealing = new SealingStream(file, seal);
        }

        tar = new TarWriter(sealing ?? (Stream)file, TarEntryFormat.Pax, leaveOpen: true);
        (madeAt, this.cancellationToken) = (facts.MadeAt, cancellationToken);
        using var text = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(facts, DomainJson.Options));
        Add(BackupNames.Facts, text);
    }

    public static byte[] Trailer(string hash) => Encoding.ASCII.GetBytes($"CoalitionCms backup sha256 {hash}\n");

    public void Add(string name, Stream content)
    {
        using var measured = new MeasuredStream(content, progress: null, cancellationToken);
        var copied = new SizedStream(measured, content.Length);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = copied,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            ModificationTime = new DateTimeOffset(madeAt),
        });
        if (measured.Passed != copied.Length)
        {
            throw new IOException($"{name} became shorter while it was read.");
        }

        entries.Add(new(name, measured.Passed, measured.Hash));
    }

    public void End()
    {
        using (var list = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(entries, DomainJson.Options)))
        {
            Add(BackupNames.List, list);
        }

        tar.Dispose();
        if (sealing is not null)
        {
            sealing.End();
        }
        else
        {
            file.Write(Trailer(file.Hash));
        }
    }

    public void Dispose()
    {
        sealing?.Dispose();
        file.Dispose();
    }

    /// <summary>Provides the length that a tar header needs; read once, from the beginning.</summary>
    private sealed class SizedStream(Stream inner, long length) : OneWayStream
    {
        private long passed;

        public override bool CanWrite => false;

        public override bool CanSeek => true;

        public override long Length => length;

        public override long Position { get => passed; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            passed += read;
            return read;
        }
    }
}

/// <summary>A file that goes into a backup.</summary>
internal sealed record BackupSource(string Name, string Path, long Length);

/// <summary>
/// The state in the data folder. Logs, uploads and temporary files are not included; the field key is state, but is left out on purpose.
/// </summary>
internal static class BackupSources
{
    // Skips links, which could lead anywhere. Files that are still being written have names that do not match.
    private static readonly EnumerationOptions Plain = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint
    };

    public static List<BackupSource> Of(CmsOptions options, string copy, bool withKeys)
    {
        var data = Path.GetFullPath(options.DataDirectory);
        return
        [
            .. In(copy, "database"),
            .. BackupNames.Folders.SelectMany(folder => In(data, folder)),

            // Security: only in an encrypted backup. They decrypt the secrets of authenticator apps.
            .. withKeys ? In(Path.GetDirectoryName(Path.GetFullPath(DataFolder.KeysOf(options)))!, BackupNames.Keys) : [],
        ];
    }

    /// <summary>Adds a file; a file that was deleted meanwhile is skipped.</summary>
    public static void Add(BackupWriter writer, BackupSource source)
    {
        FileStream content;
        try
        {
            content = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return;
        }

        using (content)
        {
            writer.Add(source.Name, content);
        }
    }

    private static IEnumerable<BackupSource> In(string root, string folder) => !Directory.Exists(Path.Combine(root, folder)) ? [] :
        from path in Directory.EnumerateFiles(Path.Combine(root, folder), "*", Plain)
        let name = Path.GetRelativePath(root, path).Replace('\\', '/')
        where BackupNames.IsKnown(name)
        orderby name
        select new BackupSource(name, path, new FileInfo(path).Length);
}
