using CoalitionCms.Domain;

namespace CoalitionCms.Data;

/// <summary>
/// Prevents a key rotation while a program that has read the keys is running: every program of the site holds a shared lock, and rotation
/// needs an exclusive one. The system releases the lock of a killed program.
/// </summary>
internal sealed class FieldKeyLock(CmsOptions options) : IDisposable
{
    private FileStream? held;
    private bool isAlone;

    /// <summary>Takes a shared lock for as long as this program runs; false during a rotation.</summary>
    internal bool TryShare() => (held ??= Take(FileShare.Read)) is not null;

    /// <summary>Takes an exclusive lock; false when another program of the site is running.</summary>
    internal bool TryTakeAlone()
    {
        if (isAlone)
        {
            return true;
        }

        Release();
        held = Take(FileShare.None);
        return isAlone = held is not null;
    }

    internal void Release()
    {
        held?.Dispose();
        (held, isAlone) = (null, false);
    }

    public void Dispose() => Release();

    private FileStream? Take(FileShare share)
    {
        var path = Path.Combine(options.DataDirectory, "fields.lock");
        try
        {
            DataFolder.MakePrivateFile(path);
            return new FileStream(path, FileMode.Open, share == FileShare.None ? FileAccess.ReadWrite : FileAccess.Read, share);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw DataFolder.NotWritable(options.DataDirectory, denied);
        }
        catch (IOException busy) when (busy is not (DirectoryNotFoundException or FileNotFoundException))
        {
            return null;
        }
    }
}
