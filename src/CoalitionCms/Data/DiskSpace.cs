using CoalitionCms.Domain;

namespace CoalitionCms.Data;

/// <summary>
/// The space on the disk of the data folder. Security: the last of it is kept for signing in, hiding names and taking texts down, so that
/// nobody stops these by filling the disk with texts and photos.
/// </summary>
internal class DiskSpace(CmsOptions options)
{
    private const long Reserve = 256L * 1024 * 1024;

    public bool IsReserve => Free < Reserve;

    protected virtual long Free => new DriveInfo(Path.GetFullPath(options.DataDirectory)).AvailableFreeSpace;
}
