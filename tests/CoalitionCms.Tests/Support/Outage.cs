using System.Data.Common;
using System.Net.Sockets;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
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

/// <summary>Cuts a site off from everybody: every connection ends without an answer, until it is switched on again.</summary>
public sealed class NetworkSwitch : IStartupFilter
{
    private volatile bool isOn = true;

    /// <summary>False while nobody reaches the site.</summary>
    public bool IsOn
    {
        get => isOn;
        set => isOn = value;
    }

    /// <summary>For <see cref="SiteOptions.Adjust"/>.</summary>
    public void AddTo(WebApplicationBuilder builder) => builder.Services.AddSingleton<IStartupFilter>(this);

    Action<IApplicationBuilder> IStartupFilter.Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            if (isOn)
            {
                return rest(context);
            }

            context.Abort();
            return Task.CompletedTask;
        });
        next(app);
    };
}
