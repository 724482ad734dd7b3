using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Seed;

/// <summary><c>seed</c>: adds starter or sample content.</summary>
internal static class SeedCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read)
    {
        var sample = new Option<int?>("--sample")
        {
            Description = "Add this many invented entries, for measuring and trying out, instead of the starter content.",
            HelpName = "N",
            CustomParser = result => Number(result, 1, SampleContent.Most),
        };
        var seed = new Option<int?>("--seed")
        {
            Description = "With --sample: which invented entries; the same number gives the same ones. Default 1.",
            HelpName = "S",
            CustomParser = result => Number(result, 0, int.MaxValue),
        };
        var command = new Command("seed", "Put the starter content into an empty database, or invented entries into any.") { sample, seed };
        command.Validators.Add(result =>
        {
            if (result.GetResult(seed) is not null && result.GetResult(sample) is null)
            {
                result.AddError("--seed goes with --sample N, which says how many invented entries to add.");
            }
        });
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, () => parsed.GetValue(sample) is { } count
            ? AddSampleAsync(read(), terminal, count, parsed.GetValue(seed) ?? 1, cancellationToken)
            : AddStarterAsync(read(), terminal, cancellationToken)));
        return command;
    }

    private static async Task<int> AddStarterAsync(Setup setup, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        if (!await scope.ServiceProvider.GetRequiredService<StarterContent>().AddAsync(Actor.CommandLine, cancellationToken))
        {
            return terminal.Fail(
                "The database has entries; starter content is for an empty one. Nothing was changed.",
                "Name an empty folder in Cms__DataDirectory, or add invented entries with: seed --sample 100");
        }

        terminal.Say("The starter content is in place.");
        return ExitCode.Done;
    }

    private static async Task<int> AddSampleAsync(Setup setup, Terminal terminal, int count, int seed, CancellationToken cancellationToken)
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        using var progress = new Progress(terminal, count, "entries");
        if (!await scope.ServiceProvider.GetRequiredService<SampleContent>()
            .AddAsync(Actor.CommandLine, count, seed, progress.Report, cancellationToken))
        {
            return terminal.Fail(
                $"The database has the invented entries of seed {seed}. Nothing was changed.", "Choose another seed: --seed 2");
        }

        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        progress.Dispose();
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{count} entries in {seconds:0.0} s ({count / seconds:0}/s)"));
        return ExitCode.Done;
    }

    private static int? Number(ArgumentResult result, int least, int most)
    {
        var given = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        var option = ((OptionResult)result.Parent!).Option.Name;
        result.AddError(string.Create(
            CultureInfo.InvariantCulture, $"{option} is '{given}'. Write a whole number from {least} to {most}."));
        return null;
    }
}
