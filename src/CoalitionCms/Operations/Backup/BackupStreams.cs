using System.Security.Cryptography;

namespace CoalitionCms.Operations.Backup;

/// <summary>Encrypts what is written, in chunks. Without <see cref="End"/> the file is truncated.</summary>
internal sealed class SealingStream(Stream inner, BackupSeal seal) : OneWayStream
{
    private readonly byte[] open = new byte[BackupSeal.PieceSize];
    private readonly byte[] made = new byte[BackupSeal.PieceSize + BackupSeal.TagSize];
    private int filled;
    private uint number;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full chunk is known not to be the last only when more data follow.
            if (filled == open.Length)
            {
                Pass(isLast: false);
            }

            var part = buffer[..Math.Min(buffer.Length, open.Length - filled)];
            part.CopyTo(open.AsSpan(filled));
            filled += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public void End() => Pass(isLast: true);

    private void Pass(bool isLast)
    {
        seal.Seal(number, isLast, open.AsSpan(0, filled), made);
        inner.Write(made.AsSpan(0, filled + BackupSeal.TagSize));
        number = checked(number + 1);
        filled = 0;
    }
}

/// <summary>Decrypts a stream, and returns only authenticated bytes.</summary>
internal sealed class OpeningStream(Stream inner, BackupSeal seal, long length) : OneWayStream
{
    private readonly byte[] made = new byte[BackupSeal.PieceSize + BackupSeal.TagSize];
    private readonly byte[] open = new byte[BackupSeal.PieceSize];
    private long left = length;
    private int filled;
    private int taken;
    private uint number;

    public override int Read(Span<byte> buffer)
    {
        while (taken == filled)
        {
            if (left == 0 && number > 0)
            {
                return 0;
            }

            Fill();
        }

        var count = Math.Min(buffer.Length, filled - taken);
        open.AsSpan(taken, count).CopyTo(buffer);
        taken += count;
        return count;
    }

    private void Fill()
    {
        var size = (int)Math.Min(left, made.Length);
        var isLast = left <= made.Length;
        if (size < BackupSeal.TagSize)
        {
            throw new InvalidDataException("it was cut off");
        }

        inner.ReadExactly(made.AsSpan(0, size));
        try
        {
            seal.Open(number, isLast, made.AsSpan(0, size), open.AsSpan(0, size - BackupSeal.TagSize));
        }
        catch (AuthenticationTagMismatchException changed)
        {
            throw new InvalidDataException($"piece {number + 1} is not what was written there, or what follows it is missing", changed);
        }

        (left, filled, taken, number) = (left - size, size - BackupSeal.TagSize, 0, checked(number + 1));
    }
}

/// <summary>Counts and hashes the bytes that pass, reports progress, and stops on cancellation.</summary>
internal sealed class MeasuredStream(Stream inner, Action<long>? progress, CancellationToken cancellationToken) : OneWayStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Passed { get; private set; }

    /// <summary>The position where reading ends; by default the end of the stream.</summary>
    public long End { get; set; } = long.MaxValue;

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

/// <summary>A forward-only stream.</summary>
internal abstract class OneWayStream : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
