using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Operations.Seed;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Connections;

namespace CoalitionCms;

internal static class ServeCommand
{
    private const string UploadFolder = "ASPNETCORE_TEMP";

    /// <summary>Builds the site with all settings validated, ready to run.</summary>
    public static WebApplication Build(Setup setup, Action<WebApplicationBuilder>? adjust = null)
    {
        DataFolder.Prepare(setup.Options);
        var builder =
            WebApplication.CreateBuilder(new WebApplicationOptions
            {
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = "CoalitionCms"
            });
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddCmsLogging(setup.Options).AddCms(setup.Options, setup.ConnectionString)
            .AddWeb(setup.Options, setup.ConnectionString);
        builder.Services.AddSingleton<ISitesInProcess>(new SitesInProcess(setup));
        adjust?.Invoke(builder);
        var app = builder.Build();
        app.UseCms();
        app.Lifetime.ApplicationStarted.Register(() => WarnOfProxy(app, setup.Options));
        return app;
    }

    private static void WarnOfProxy(WebApplication app, CmsOptions options)
    {
        if (options.NamesNoProxy && !app.Urls.Any(u => u.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
        {
            app.Logger.LogWarning("Cms__BaseUrl begins with https:, but this program listens without encryption and knows no proxy. Set "
                + "Cms__KnownProxies__0 to the address of the proxy that readers connect to (127.0.0.1 if it runs on this machine); until "
                + "then all visitors look like one person, and the limits on sign-in affect all of them together");
        }
    }

    /// <summary>Migrates the database, adds starter content to an empty one, and serves until stopped.</summary>
    public static async Task<int> RunAsync(Setup setup, Terminal terminal, CancellationToken cancellationToken)
    {
        // The framework's own variable for the folder of large uploads; a value set by the operator is kept.
        Environment.SetEnvironmentVariable(UploadFolder, Environment.GetEnvironmentVariable(UploadFolder)
            ?? Path.GetFullPath(DataFolder.UploadsOf(setup.Options)));
        await using var app = Build(setup);
        await PrepareAsync(app.Services, terminal, cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            var wanted = app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "http://localhost:5000";
            throw new SetupException(
                $"The port of {wanted} is taken by another program.",
                "Stop that program, or name another address: ASPNETCORE_URLS=http://localhost:5001.",
                problem);
        }

        // Only once the site listens: if another program had the address, a link would lead there.
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await SetupLink.PrintIfNeededAsync(scope.ServiceProvider, terminal, cancellationToken);
        }

        terminal.Say($"CoalitionCms {Terminal.Version} serves {string.Join(", ", app.Urls)}. Stop with Ctrl+C.");
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }

    private static async Task PrepareAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.System, cancellationToken);
        await SeedSetup.PrepareAsync(scope.ServiceProvider, terminal, cancellationToken);
    }
}
