using CoalitionCms.Domain;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Seed;

internal static class SeedSetup
{
    public static IServiceCollection AddSeed(this IServiceCollection services) =>
        services.AddScoped<StarterContent>().AddScoped<SampleContent>();

    /// <summary>Adds the starter content to an empty database.</summary>
    public static async Task PrepareAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<StarterContent>().AddAsync(Actor.System, cancellationToken))
        {
            terminal.Say("The database was empty: it now has the starter content.");
        }
    }
}
