namespace CoalitionCms.Features.Media;

/// <summary>A private temporary folder for one image, deleted when disposed.</summary>
internal sealed class TempImageFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan LongestStay = TimeSpan.FromHours(1);

    private TempImageFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Creates a folder within the data folder, and deletes those left by a crash.</summary>
    public static TempImageFolder In(string dataFolder, DateTimeOffset now)
    {
        var parent = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), "images-in-work");
        Make(parent);
        foreach (var old in Directory.EnumerateDirectories(parent)
            .Where(d => Directory.GetCreationTimeUtc(d) < now.UtcDateTime - LongestStay))
        {
            Remove(old);
        }
        var folder = new TempImageFolder(System.IO.Path.Combine(parent, System.IO.Path.GetRandomFileName()));
        Make(folder.Path);
        return folder;
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Reads a file that a confined process wrote here.</summary>
    public async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        // Security: a compromised decoder could leave a link to a file that it cannot send anywhere itself.
        var file = new FileInfo(File(name));
        if (!file.Exists || file.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            throw new UndecodableException($"no {name}");
        }

        return await System.IO.File.ReadAllBytesAsync(file.FullName, cancellationToken);
    }

    public void Dispose() => Remove(Path);

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process deleted it first.
        }
    }
}
