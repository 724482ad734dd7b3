using System.CommandLine;
using CoalitionCms.Cli;
using CoalitionCms.Data;
using CoalitionCms.Features.Accounts.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Accounts;

/// <summary><c>user</c>: accounts from the host's shell, by the very actions of the pages. A password is never an argument: others see those.</summary>
internal static class UserCommand
{
    public static Command Create(Terminal terminal) => new("user", "Manage accounts.")
    {
        CreateUser(terminal),
    };

    private static Command CreateUser(Terminal terminal)
    {
        var email = Text("--email", "E-mail address to sign in with.", required: true);
        var name = Text("--name", "Name in Latin letters.", required: true);
        var nativeName = Text("--native-name", "Name in the native script.", required: false);
        var role = RoleOption();
        var fromInput = new Option<bool>("--password-stdin") { Description = "Read the password from standard input, one line." };
        var command = new Command("create", "Make an account.") { email, name, nativeName, role, fromInput };
        command.SetAction((parsed, cancellationToken) => RunAsync(terminal, async services =>
        {
            if (!terminal.IsInteractive && !parsed.GetValue(fromInput))
            {
                return terminal.Fail("There is no password.", "Write it to standard input and add --password-stdin.", ExitCode.Misuse);
            }

            var outcome = await services.GetRequiredService<CreateAccount>().RunAsync(
                Actor.CommandLine,
                new()
                {
                    Email = parsed.GetValue(email)!,
                    Name = parsed.GetValue(name)!,
                    NativeName = parsed.GetValue(nativeName) ?? "",
                    Role = RoleOf(parsed.GetValue(role)!),
                    Password = terminal.ReadSecret("Password (at least 12 characters)"),
                },
                cancellationToken);
            return Answer(terminal, outcome, () => $"The account is made. Sign in at {services.GetRequiredService<SiteUrls>().Absolute(SignInAnswers.LoginPath)}.");
        }, cancellationToken));
        return command;
    }

    private static Option<string> Text(string name, string description, bool required) => new(name) { Description = description, Required = required };

    private static Option<string> RoleOption()
    {
        var role = Text("--role", "admin, editor or member.", required: true);
        role.AcceptOnlyFromAmong([.. Enum.GetNames<Role>().Select(r => r.ToLowerInvariant())]);
        return role;
    }

    private static Role RoleOf(string word) => Enum.Parse<Role>(word, ignoreCase: true);

    private static Task<int> RunAsync(Terminal terminal, Func<IServiceProvider, Task<int>> run, CancellationToken cancellationToken) => CommandLine.GuardAsync(terminal, async () =>
    {
        await using var services = Setup.Read().Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        return await run(scope.ServiceProvider);
    });

    private static int Answer(Terminal terminal, Outcome outcome, Func<string> done)
    {
        if (outcome.IsDone)
        {
            terminal.Say(done());
            return ExitCode.Done;
        }

        var texts = new Texts(new HttpContextAccessor());
        return terminal.Fail(string.Join(" ", outcome.Refusals.Select(texts.Of)), "Nothing was changed.");
    }
}
