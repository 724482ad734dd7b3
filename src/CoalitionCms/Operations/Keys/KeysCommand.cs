using System.CommandLine;
using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Operations.Keys;

/// <summary><c>keys</c>: reports the state of the encrypted columns, and rotates the key.</summary>
internal static class KeysCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read)
    {
        var command = new Command("keys", "Look after keys: of sealed fields (names, notes, e-mail addresses), and of signatures.")
        {
            CommandVerb.Create("status", "Say which key seals the database, and open every sealed value.", terminal, read,
            (setup, cancellationToken) =>
            StatusAsync(setup, terminal, cancellationToken)),
            CommandVerb.Create("rotate", "Make a new key and seal everything by it. Stop the site first.", terminal, read,
            (setup, cancellationToken) =>
            RotateAsync(setup, terminal, cancellationToken)),
        };
        foreach (var signing in SigningKeyCommands.Create(terminal, read))
        {
            command.Add(signing);
        }

        return command;
    }

    private static async Task<int> StatusAsync(Setup setup, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        var (sealing, file) =
            (scope.ServiceProvider.GetRequiredService<FieldEncryption>(), scope.ServiceProvider.GetRequiredService<FieldKeyFile>());
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RequireCurrentAsync(cancellationToken);
        var state = await sealing.CheckAsync(cancellationToken);
        terminal.Say($"Key file: {file.Path}");
        terminal.Say($"Key: {state.Mark!.KeyId}, in use since {Day(state.Mark.SealedAt)}.");
        if (file.IsInDataFolder)
        {
            terminal.Say("The key file is in the data folder: a copy of the whole folder opens everything. Cms__FieldKeyFile names "
                + "another place.");
        }

        if (state.Broken is { } broken)
        {
            return terminal.Fail($"A sealed value does not open: {broken}.",
                "It was changed behind the program's back. Compare it with a backup.");
        }

        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{state.Values} sealed values open."));
        return ExitCode.Done;
    }

    private static async Task<int> RotateAsync(Setup setup, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        var (sealing, keys) =
            (scope.ServiceProvider.GetRequiredService<FieldEncryption>(), scope.ServiceProvider.GetRequiredService<FieldKeys>());
        var isUnfinished = keys.All.Count > 1;
        Progress? shown = null;
        sealing.OnProgress = (done, total) => (shown ??= new Progress(terminal, total, "rows")).Report(done);
        try
        {
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
            if (!isUnfinished)
            {
                await sealing.RotateAsync(Actor.CommandLine, cancellationToken);
            }
        }
        finally
        {
            shown?.Dispose();
        }

        var mark = await sealing.MarkAsync(cancellationToken);
        terminal.Say(isUnfinished
            ? $"The change of keys that was interrupted is finished: everything is sealed by the key {mark!.KeyId}."
            : $"Everything is sealed by the new key {mark!.KeyId}.");
        terminal.Say("Copy the key file to the place apart from the database where you keep it: "
            + $"{scope.ServiceProvider.GetRequiredService<FieldKeyFile>().Path}");
        terminal.Say("Keep the copy of the old key file as long as backups from before today.");
        return ExitCode.Done;
    }

    private static string Day(DateTime utc) => utc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
