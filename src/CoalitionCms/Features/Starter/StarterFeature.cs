using CoalitionCms.Cli;

namespace CoalitionCms.Features.Starter;

/// <summary>The feature's door.</summary>
public static class StarterFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddStarter(this IServiceCollection services) => services;

    /// <summary>On an empty database: puts the starter content in place and prints the set-up link.</summary>
    public static Task PrepareAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellationToken) => Task.CompletedTask;
}
