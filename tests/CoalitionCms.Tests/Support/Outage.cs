using CoalitionCms.Domain;

namespace CoalitionCms.Tests.Support;

/// <summary>Takes the database away from a running site.</summary>
public static class Outage
{
    /// <summary>From now on every query fails.</summary>
    public static async Task BreakDatabaseAsync(this CmsSite site)
    {
        await TestDatabases.DropAsync(site.Database, site.ConnectionString);
        if (site.Database == DatabaseKind.Sqlite)
        {
            foreach (var file in Directory.GetFiles(site.Folder, "cms.db*"))
            {
                File.Delete(file);
            }

            // SQLite would make a new, empty file; a folder in its place is a disk that is gone.
            Directory.CreateDirectory(Path.Combine(site.Folder, "cms.db"));
        }
    }
}
