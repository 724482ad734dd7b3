using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Operations.Seed;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serilog;

namespace CoalitionCms.Tests.Support;

/// <summary>What a test site is to be like.</summary>
public sealed record SiteOptions
{
    /// <summary>True for the starter content; else the site has no content.</summary>
    public bool WithStarter { get; init; }

    /// <summary>True for a database without tables, which the test fills.</summary>
    public bool OnEmptyDatabase { get; init; }

    /// <summary>Settings such as <c>Cms:BaseUrl</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>True for password hashes at their real cost. A run signs in thousands of times, so the others are cheap.</summary>
    public bool HashesInEarnest { get; init; }

    /// <summary>Further changes before the site is built.</summary>
    public Action<WebApplicationBuilder>? Adjust { get; init; }
}

/// <summary>The real program in this process: Kestrel on a free port, a real database, a data folder of its own.</summary>
public sealed class CmsSite : IAsyncDisposable
{
    private readonly SiteOptions options;
    private readonly string connectionString;
    private WebApplication app;
    private bool isKept;

    private CmsSite(WebApplication app, DatabaseKind database, string connectionString, string folder, MovableClock clock, LogLines log,
        SiteOptions options)
    {
        (this.app, Database, this.connectionString, Folder, Clock, Log, this.options) =
            (app, database, connectionString, folder, clock, log, options);
        TestDatabases.Use(connectionString);
    }

    /// <summary>The database in use.</summary>
    public DatabaseKind Database { get; }

    /// <summary>Connection string of the site's database.</summary>
    public string ConnectionString => connectionString;

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>The site's clock.</summary>
    public MovableClock Clock { get; }

    /// <summary>Every line that the site logged.</summary>
    public LogLines Log { get; }

    /// <summary>Address of the site, such as <c>http://127.0.0.1:41234</c>.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>The site's services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>A running site.</summary>
    public static async Task<CmsSite> StartAsync(DatabaseKind database, SiteOptions? options = null)
    {
        options ??= new SiteOptions();
        var folder = Directory.CreateTempSubdirectory("cms-test-").FullName;
        var connectionString = options.OnEmptyDatabase
            ? await TestDatabases.EmptyAsync(database, folder)
            : await TestDatabases.CopyAsync(database, folder, options.WithStarter);
        var (clock, log) = (new MovableClock(), new LogLines());
        var app = Build(database, connectionString, folder, clock, log, options);
        await app.StartAsync();
        return new CmsSite(app, database, connectionString, folder, clock, log, options);
    }

    /// <summary>The program on data that are there already, such as those of a restored site.</summary>
    public static async Task<CmsSite> OpenAsync(DatabaseKind database, string connectionString, string folder)
    {
        var (clock, log, options) = (new MovableClock(), new LogLines(), new SiteOptions());
        var app = Build(database, connectionString, folder, clock, log, options);
        await app.StartAsync();
        return new CmsSite(app, database, connectionString, folder, clock, log, options);
    }

    /// <summary>Stops the program, lets time pass, and starts it again on the same data, at another address.</summary>
    public async Task RestartAsync(TimeSpan downtime)
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Clock.Move(downtime);
        app = Build(Database, connectionString, Folder, Clock, Log, options);
        await app.StartAsync();
    }

    /// <summary>Makes the tables of an empty database, and the starter content when wanted.</summary>
    internal static async Task FillAsync(DatabaseKind database, string connectionString, string folder, bool withStarter)
    {
        await using var app = Build(database, connectionString, folder, new MovableClock(), new LogLines(), new SiteOptions());
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.System, CancellationToken.None);
        if (withStarter)
        {
            await SeedSetup.PrepareAsync(scope.ServiceProvider,
                new Terminal(TextWriter.Null, TextWriter.Null, TextReader.Null, isInteractive: false), CancellationToken.None);
        }

        // So that tests of other things sign in by a password alone; tests of the rule turn it on, or start without tables.
        await scope.ServiceProvider.GetRequiredService<DemandSecondFactor>()
            .RunAsync(Actor.CommandLine, SecondFactorDemand.Nobody, CancellationToken.None);
    }

    /// <summary>A visitor with an empty cookie jar.</summary>
    public Browser Visit() => new(Url);

    /// <summary>Uses a service of the site, in a scope of its own.</summary>
    public async Task<TResult> AskAsync<TService, TResult>(Func<TService, Task<TResult>> question)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Reads or changes the database directly.</summary>
    public Task<TResult> InDatabaseAsync<TResult>(Func<CmsDbContext, Task<TResult>> question) => AskAsync(question);

    /// <summary>Stops the program for good, and leaves its data.</summary>
    public async Task DisposeButKeepAsync()
    {
        isKept = true;
        await app.StopAsync();
        await app.DisposeAsync();
        TestDatabases.Leave(connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (isKept)
        {
            return;
        }

        await app.StopAsync();
        await app.DisposeAsync();
        if (TestDatabases.Leave(connectionString))
        {
            await TestDatabases.ReturnAsync(Database, connectionString);
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>The settings of the site, for what an operator runs beside it.</summary>
    internal Setup Setup() => SetupOf(Database, connectionString, Folder, options);

    private static Setup SetupOf(DatabaseKind database, string connectionString, string folder, SiteOptions options)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Cms:DataDirectory"] = folder,
            ["Cms:Database"] = database.ToString(),
            ["Cms:BaseUrl"] = "http://localhost:5000",
            ["Cms:TimeZone"] = "America/New_York",
            ["ConnectionStrings:Cms"] = connectionString,
        };
        foreach (var (key, value) in options.Settings)
        {
            settings[key] = value;
        }

        return CommandLine.SetupOf(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    private static WebApplication Build(DatabaseKind database, string connectionString, string folder, MovableClock clock, LogLines log,
        SiteOptions options)
    {
        TestKeys.PutInto(folder);
        return ServeCommand.Build(SetupOf(database, connectionString, folder, options), builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");

            // As published: files by their fingerprints, not read again when they change.
            builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
            builder.Services.AddSerilog(logger => CoalitionCms.Web.Logging.Limit(logger).WriteTo.Sink(log), preserveStaticLogger: true);
            builder.Services.AddSingleton<TimeProvider>(clock);
            if (!options.HashesInEarnest)
            {
                builder.Services.PostConfigure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000);
            }

            options.Adjust?.Invoke(builder);
        });
    }
}
