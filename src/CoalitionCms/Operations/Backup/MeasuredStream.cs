using System.Security.Cryptography;

namespace CoalitionCms.Operations.Backup;

/// <summary>Counts and hashes what passes, tells how far it is, and ends when it is told to.</summary>
internal sealed class MeasuredStream(Stream inner, Action<long>? progress, CancellationToken cancellationToken) : OneWayStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes that passed.</summary>
    public long Passed { get; private set; }

    /// <summary>Where reading ends; the stream's own end where it is not set.</summary>
    public long End { get; set; } = long.MaxValue;

    /// <summary>Hash of what passed so far.</summary>
    public string Hash => Convert.ToHexStringLower(hash.GetCurrentHash());

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, End - Passed)]);
        Pass(buffer[..read]);
        return read;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        Pass(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        hash.AppendData(bytes);
        Passed += bytes.Length;
        progress?.Invoke(Passed);
    }
}
