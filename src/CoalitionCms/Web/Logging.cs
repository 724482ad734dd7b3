using CoalitionCms.Domain;
using Microsoft.AspNetCore.Connections;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace CoalitionCms.Web;

/// <summary>Logs for the operator: ids and verbs, never an address, a query string, a user agent or a name.</summary>
public static class Logging
{
    /// <summary>Logs to standard output (JSON lines in a container) and to a file a day in the data folder, kept for two weeks.</summary>
    public static Logger Create(CmsOptions options, bool toFile)
    {
        var inContainer = Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true";
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)

            // Security: these write addresses, query strings or parameters into their messages.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.AspNetCore.Server.Kestrel", LogEventLevel.Error)
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            .MinimumLevel.Override("Microsoft.AspNetCore.Diagnostics", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Command", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Update", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Query", LogEventLevel.Error);

        // The command line says it in a sentence.
        logger = logger.Filter.ByExcluding(line => line.Exception is IOException { InnerException: AddressInUseException });
        logger = inContainer
            ? logger.WriteTo.Console(new JsonFormatter(renderMessage: true))
            : logger.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        if (toFile)
        {
            var folder = options.LogDirectory.Length > 0 ? options.LogDirectory : Path.Combine(options.DataDirectory, "logs");
            logger = logger.WriteTo.File(
                new JsonFormatter(renderMessage: true), Path.Combine(folder, "cms-.log"), rollingInterval: RollingInterval.Day, retainedFileCountLimit: 14);
        }

        return logger.CreateLogger();
    }
}
