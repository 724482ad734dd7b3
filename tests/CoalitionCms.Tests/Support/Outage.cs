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
            // Connections that were opened in between know the old file.
            foreach (var file in Directory.GetFiles(site.Folder, "cms.db*"))
            {
                File.Delete(file);
            }

            await TestDatabases.DropAsync(site.Database, site.ConnectionString);
        }
    }
}
