using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>Writes a backup: a tar, sealed as a whole or followed by a line with its hash. Not ended by <see cref="End"/>, it is one that was cut off.</summary>
internal sealed class BackupWriter : IDisposable
{
    /// <summary>Bytes of the line behind a tar that is not sealed.</summary>
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

    /// <summary>The line behind a tar with this hash.</summary>
    public static byte[] Trailer(string hash) => Encoding.ASCII.GetBytes($"CoalitionCms backup sha256 {hash}\n");

    /// <summary>Adds an entry.</summary>
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

    /// <summary>Writes the list of all entries, and the end.</summary>
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

    /// <inheritdoc />
    public void Dispose()
    {
        sealing?.Dispose();
        file.Dispose();
    }

    /// <summary>Tells its length, as a tar's head needs it, and is read from its beginning once.</summary>
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
