using System.CommandLine;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Settings;

/// <summary><c>readonly</c>: turns read-only mode of the running site on or off. It takes effect with the next request.</summary>
internal static class ReadonlyCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read) =>
        new("readonly", "Keep the site up for reading alone: nobody signs in, nothing is sent in.")
    {
        Verb("on", "Close sign-in and every form.", terminal, read, on: true),
        CommandVerb.Create("snapshot", "Serve the last copy of the site and nothing else, even without a database.", terminal, read,
            (setup, _) =>
            {
                new SnapshotOnly(setup.Options, TimeProvider.System).Turn(on: true);
                terminal.Say("Readers get the last copy of the site and nothing else; nobody signs in. It ends with: readonly off");
                return Task.FromResult(ExitCode.Done);
            }),
        Verb("off", "Open them again.", terminal, read, on: false),
        Verb("status", "Say how it stands.", terminal, read, on: null),
    };

    private static Command Verb(string name, string description, Terminal terminal, Func<Setup> read, bool? on) =>
        CommandVerb.Create(name, description, terminal, read, async (setup, cancellationToken) =>
    {
        if (on == false)
        {
            // Before the database, which may be gone.
            new SnapshotOnly(setup.Options, TimeProvider.System).Turn(on: false);
        }

        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        if (on is { } wanted && await scope.ServiceProvider.GetRequiredService<SwitchReadingOnly>()
            .RunAsync(Actor.CommandLine, wanted, cancellationToken) is { IsDone: false } refused)
        {
            var texts = new Texts(new HttpContextAccessor());
            return terminal.Fail(
                texts.Join(refused.Errors.Select(texts.Of)), "Take Cms__ReadOnly out of the settings and start the site again.");
        }

        var state = await scope.ServiceProvider.GetRequiredService<ReadingOnly>().ReadAsync(cancellationToken);
        terminal.Say(state switch
        {
            { IsSnapshotOnly: true } => "Readers get the last copy of the site and nothing else.",
            { IsFixed: true } => "Read-only mode: on, by the setting Cms__ReadOnly.",
            { Since: { } since } =>
            $"Read-only mode: on, since {since.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)} UTC.",
            _ => "Read-only mode: off.",
        });
        return ExitCode.Done;
    });
}
