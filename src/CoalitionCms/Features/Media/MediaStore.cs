using System.Text.RegularExpressions;
using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Media;

/// <summary>Stores the files of images and documents, each in the folder of its hash: <c>media/ab/cd/{sha256}/{name}</c>.</summary>
internal sealed partial class MediaStore(CmsOptions options)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    internal string DataFolder { get; } = Path.GetFullPath(options.DataDirectory);

    private string Root => Path.Combine(DataFolder, "media");

    /// <summary>Writes a file atomically.</summary>
    /// <exception cref="ArgumentException">The hash or the name is not valid in the store.</exception>
    public Task WriteAsync(string sha256, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        if (!IsHash(sha256) || !IsName(name))
        {
            throw new ArgumentException("Not a hash and name of the media store.");
        }

        var folder = FolderOf(sha256);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }

        return AtomicFile.WriteAsync(Path.Combine(folder, name), bytes, cancellationToken);
    }

    /// <summary>Returns the path of a file; null if it does not exist or if the arguments are not a hash and a name.</summary>
    public string? Find(string sha256, string name)
    {
        // Security: both come from the URL; nothing else may become part of a path.
        if (!IsHash(sha256) || !IsName(name))
        {
            return null;
        }

        var path = Path.Combine(FolderOf(sha256), name);
        return File.Exists(path) && !PassesALink(path) ? path : null;
    }

    /// <summary>Deletes all files of this hash; true if there were any.</summary>
    public bool Delete(string sha256)
    {
        if (!IsHash(sha256) || FolderOf(sha256) is var folder && (!Directory.Exists(folder) || PassesALink(folder)))
        {
            return false;
        }

        Directory.Delete(folder, recursive: true);
        return true;
    }

    private string FolderOf(string sha256) => Path.Combine(Root, sha256[..2], sha256[2..4], sha256);

    /// <summary>True when a folder or file between the store's root and this path is a link, which could lead anywhere.</summary>
    private bool PassesALink(string path)
    {
        for (var place = path; place.Length > Root.Length; place = Path.GetDirectoryName(place)!)
        {
            // A file that was just deleted has all attributes set, and so counts as a link.
            if (new FileInfo(place).Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHash(string sha256) => Hash().IsMatch(sha256);

    private static bool IsName(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hash();

    // Five digits: an image that was only stripped of metadata keeps its width, which may be up to 20,000.
    [GeneratedRegex(@"\A(?:[0-9]{1,5}\.(?:webp|jpg|png|gif)|file\.(?:pdf|mp3|mp4|m4a))\z")]
    private static partial Regex Name();
}
