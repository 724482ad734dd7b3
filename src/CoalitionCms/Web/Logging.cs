using System.Globalization;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Connections;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace CoalitionCms.Web;

/// <summary>Logs for the operator: ids and verbs, never an address, a path, a query string, a user agent or a name.</summary>
internal static class Logging
{
    /// <summary>Logs to standard output (JSON lines in a container) and to a daily file in the data folder, kept for two weeks.</summary>
    public static IServiceCollection AddCmsLogging(this IServiceCollection services, CmsOptions options) =>
        services.AddSerilog(logger => Write(Limit(logger), options), preserveStaticLogger: true);

    /// <summary>Restricts what may be logged, for every destination.</summary>
    internal static LoggerConfiguration Limit(LoggerConfiguration logger) =>
        logger
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)

            // Security: these write addresses, query strings or parameters into their messages. The first also adds the path of the
            // request, which may contain a code or the title of a draft, to every log entry of the request, unless it is switched off
            // completely.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            .MinimumLevel.Override("Microsoft.AspNetCore.Server.Kestrel", LogEventLevel.Error)
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            .MinimumLevel.Override("Microsoft.AspNetCore.Diagnostics", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Command", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Update", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Query", LogEventLevel.Error)

            // They repeat for every upload that the form was read already, within the limits of RequestBodies.
            .MinimumLevel.Override("Microsoft.AspNetCore.Mvc.Filters", LogEventLevel.Error)

            // The command line reports this error in one sentence.
            .Filter.ByExcluding(line => line.Exception is IOException { InnerException: AddressInUseException });

    private static void Write(LoggerConfiguration logger, CmsOptions options)
    {
        if (Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true")
        {
            logger.WriteTo.Console(new JsonFormatter(renderMessage: true));
        }
        else
        {
            logger.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture);
        }

        var folder = options.LogDirectory.Length > 0 ? options.LogDirectory : Path.Combine(options.DataDirectory, "logs");
        logger.WriteTo.File(
            new JsonFormatter(renderMessage: true), Path.Combine(folder, "cms-.log"), rollingInterval: RollingInterval.Day,
            retainedFileCountLimit: 14);
    }
}
