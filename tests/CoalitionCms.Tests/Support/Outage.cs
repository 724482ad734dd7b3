using System.Data.Common;
using System.Net.Sockets;
using CoalitionCms.Domain;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CoalitionCms.Tests.Support;

/// <summary>Takes the database away from a running site.</summary>
public static class Outage
{
    /// <summary>What the driver throws when the database cannot be reached.</summary>
    public static DbException Away(DatabaseKind database) => database == DatabaseKind.Sqlite
        ? new SqliteException("unable to open database file", 14)
        : new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused));

    /// <summary>What the driver throws when there is no space to write.</summary>
    public static DbException Full(DatabaseKind database) => database == DatabaseKind.Sqlite
        ? new SqliteException("database or disk is full", 13)
        : new PostgresException("could not extend file", "ERROR", "ERROR", PostgresErrorCodes.DiskFull);

    /// <summary>From now on every query fails.</summary>
    public static async Task BreakDatabaseAsync(this CmsSite site)
    {
        await TestDatabases.DropAsync(site.Database, site.ConnectionString);
        if (site.Database == DatabaseKind.Sqlite)
        {
            // SQLite would make a new, empty file; a folder in its place is a disk that is gone. What the site does by itself may open the
            // database, and so make it again, between the two steps.
            var place = Path.Combine(site.Folder, "cms.db");
            while (!Directory.Exists(place))
            {
                foreach (var file in Directory.GetFiles(site.Folder, "cms.db*"))
                {
                    File.Delete(file);
                }

                try
                {
                    Directory.CreateDirectory(place);
                }
                catch (IOException) when (File.Exists(place))
                {
                    // Made again.
                }
            }
        }
    }
}
