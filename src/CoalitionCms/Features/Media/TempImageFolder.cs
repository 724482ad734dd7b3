namespace CoalitionCms.Features.Media;

/// <summary>A private folder for one picture, gone when the work is done.</summary>
internal sealed class TempImageFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan LongestStay = TimeSpan.FromHours(1);

    private TempImageFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes a folder within the data folder, and removes those that a crash left behind.</summary>
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

    /// <summary>A file that a confined process left here.</summary>
    public async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        // Security: a decoder that was taken over could leave a link to a file that it may not send anywhere itself.
        var file = new FileInfo(File(name));
        if (!file.Exists || file.Attributes.HasFlag(FileAttributes.ReparsePoint))
            throw new UndecodableException($"no {name}");
        return await System.IO.File.ReadAllBytesAsync(file.FullName, cancellationToken);
    }

    public void Dispose() => Remove(Path);

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process swept it first.
        }
    }
}
