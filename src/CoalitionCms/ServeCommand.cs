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

    private static readonly TimeSpan UntilAskedAgain = TimeSpan.FromSeconds(2);

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
        var isReady = await TryPrepareAsync(app.Services, terminal, cancellationToken);
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

        if (isReady)
        {
            await TellOfSetupAsync(app.Services, terminal, cancellationToken);
        }

        terminal.Say($"CoalitionCms {Terminal.Version} serves {string.Join(", ", app.Urls)}. Stop with Ctrl+C.");
        var late = isReady ? Task.CompletedTask : PrepareLateAsync(app, terminal);
        await app.WaitForShutdownAsync(cancellationToken);
        await late;
        return ExitCode.Done;
    }

    /// <summary>False if the database is not there, and a copy of the site is, which readers get until it is back.</summary>
    private static async Task<bool> TryPrepareAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellationToken)
    {
        var copy = services.GetRequiredService<LastCopy>();
        try
        {
            await PrepareAsync(services, terminal, cancellationToken);
            return true;
        }
        catch (SetupException outage) when (DatabaseTrouble.Of(outage) is not null && copy.IsMade)
        {
            copy.WaitsForDatabase = true;
            terminal.Fail(outage.Message, outage.Hint);
            terminal.Say("Until it is back, readers get the last copy of the site, and nobody can sign in.");
            return false;
        }
    }

    private static async Task PrepareLateAsync(WebApplication app, Terminal terminal)
    {
        var (copy, stopping) = (app.Services.GetRequiredService<LastCopy>(), app.Lifetime.ApplicationStopping);
        try
        {
            while (copy.WaitsForDatabase && !stopping.IsCancellationRequested)
            {
                await Task.Delay(UntilAskedAgain, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                try
                {
                    await PrepareAsync(app.Services, terminal, stopping);
                    copy.WaitsForDatabase = false;
                }
                catch (SetupException outage) when (DatabaseTrouble.Of(outage) is not null)
                {
                    app.Logger.LogDebug("The database is still not there");
                }
            }

            if (!stopping.IsCancellationRequested)
            {
                terminal.Say("The database is back.");
                await TellOfSetupAsync(app.Services, terminal, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while it asked once more.
            return;
        }
        finally
        {
            // What is wrong with the database, if it is more than that, is said by the end of the program.
            if (copy.WaitsForDatabase)
            {
                app.Lifetime.StopApplication();
            }
        }
    }

    /// <summary>Only once the site listens: if another program had the address, a link would lead there.</summary>
    private static async Task TellOfSetupAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await SetupLink.PrintIfNeededAsync(scope.ServiceProvider, terminal, cancellationToken);
    }

    private static async Task PrepareAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.System, cancellationToken);
        await SeedSetup.PrepareAsync(scope.ServiceProvider, terminal, cancellationToken);
    }
}
