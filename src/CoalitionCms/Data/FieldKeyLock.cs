using CoalitionCms.Domain;

namespace CoalitionCms.Data;

/// <summary>
/// Keeps keys from being changed under a program that has read them: every program of the
/// site holds a shared lock while it runs, changing keys needs it alone.
/// A killed program leaves no lock behind, since the system frees it.
/// </summary>
public sealed class FieldKeyLock(CmsOptions options) : IDisposable
{
    private FileStream? held;
    private bool isAlone;

    /// <summary>Holds the keys as they are, for as long as this program runs; false while another changes them.</summary>
    internal bool TryShare() => (held ??= Take(FileShare.Read)) is not null;

    /// <summary>Holds them alone; false when another program of the site runs.</summary>
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
