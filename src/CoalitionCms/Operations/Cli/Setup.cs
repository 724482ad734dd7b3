using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Cli;

/// <summary>
/// The settings of this run, read from <c>appsettings.json</c> in the program's folder and from the environment, and validated.
/// </summary>
/// <param name="Options">The settings under <c>Cms</c>.</param>
/// <param name="ConnectionString">The setting <c>ConnectionStrings__Cms</c>, or null.</param>
/// <param name="Add">Registers the services; the commands do not depend on them.</param>
public sealed record Setup(IConfiguration Configuration, CmsOptions Options, string? ConnectionString,
    Action<IServiceCollection, Setup> Add)
{
    /// <exception cref="SetupException">A setting is invalid; the message has a sentence for each.</exception>
    public static Setup Read(Action<IServiceCollection, Setup> add)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build();
        return Of(configuration, add);
    }

    public static Setup Of(IConfiguration configuration, Action<IServiceCollection, Setup> add)
    {
        var options = new CmsOptions();
        try
        {
            configuration.GetSection("Cms").Bind(options);
        }
        catch (InvalidOperationException problem)
        {
            throw new SetupException(
                problem.InnerException?.Message ?? problem.Message, "Correct the setting under Cms, and start again.", problem);
        }

        if (configuration["Cms:BaseUrl"] is null && ListeningAddresses.Of(configuration)
            .FirstOrDefault(a => a is { Scheme: "http", IsUnixPipe: false, Port: > 0 }) is { } listening)
        {
            options.BaseUrl = $"http://localhost:{listening.Port}";
        }

        var connectionString = configuration.GetConnectionString("Cms");
        var problems = options.Problems(connectionString).ToList();
        return problems.Count == 0
            ? new Setup(configuration, options, connectionString, add)
            : throw new SetupException(
            string.Join("\n       ", problems), "Settings come from appsettings.json and from environment variables such as Cms__BaseUrl.");
    }

    /// <summary>Returns the services for a command that needs the database but no web server.</summary>
    public ServiceProvider Services()
    {
        Data.DataFolder.Prepare(Options);
        var services = new ServiceCollection();
        services.AddSingleton(Configuration);
        services.AddLogging();
        Add(services, this);
        return services.BuildServiceProvider();
    }
}
