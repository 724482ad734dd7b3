using System.CommandLine;
using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Identity;

namespace CoalitionCms.Identity;

/// <summary>
/// <c>user</c>: manages accounts from the host's shell, with the same actions as the pages. A password is never an argument: other users of
/// the host could see it.
/// </summary>
internal static class UserCommand
{
    public static Command Create(Terminal terminal, Func<Setup> read) => new("user", "Manage accounts.")
    {
        CreateUser(terminal, read),
        Invite(terminal, read),
        ForOne("reset", "Print a link with which somebody sets a new password.", terminal, read, ResetAsync),
        ForOne("remove-factors", "Take away the second factors of somebody who lost them.", terminal, read, RemoveFactorsAsync),
        ForOne("disable", "Shut an account out at once. What the person wrote stays.", terminal, read, DisableAsync),
        ForOne("enable", "Let a disabled account in again.", terminal, read, EnableAsync),
        List(terminal, read),
    };

    private static Command CreateUser(Terminal terminal, Func<Setup> read)
    {
        var email = Text("--email", "E-mail address to sign in with.", required: true);
        var name = Text("--name", "Name, in any script.", required: true);
        var latinName = Text("--latin-name", "The same in Latin letters, if it is in another script.", required: false);
        var role = RoleOption();
        var fromInput = new Option<bool>("--password-stdin") { Description = "Read the password from standard input, one line." };
        var command = new Command("create", "Make an account.") { email, name, latinName, role, fromInput };
        command.SetAction((parsed, cancellationToken) => RunAsync(terminal, read, async services =>
        {
            if (!terminal.IsInteractive && !parsed.GetValue(fromInput))
            {
                return terminal.Fail("There is no password.", "Write it to standard input and add --password-stdin.", ExitCode.Misuse);
            }

            var result = await services.GetRequiredService<CreateAccount>().RunAsync(
                Actor.CommandLine,
                new()
                {
                    Email = parsed.GetValue(email)!,
                    Name = parsed.GetValue(name)!,
                    LatinName = parsed.GetValue(latinName) ?? "",
                    Role = RoleOf(parsed.GetValue(role)!),
                    Password = terminal.ReadSecret("Password (at least 12 characters)"),
                },
                cancellationToken);
            return Answer(terminal, result, _ =>
                $"The account is made. Sign in at {services.GetRequiredService<SiteUrls>().AbsoluteForStaff(SignInAnswers.LoginPath)}.");
        }, cancellationToken));
        return command;
    }

    private static Command Invite(Terminal terminal, Func<Setup> read)
    {
        var role = RoleOption();
        var note = Text("--note", "For whom it is, for the list of open invitations.", required: false);
        var language = Text("--lang", "Language in which the link opens; without it, the browser's.", required: false);
        language.AcceptOnlyFromAmong([.. Language.All.Select(l => l.Code)]);
        var command = new Command("invite", "Print a link that makes one account.") { role, note, language };
        command.SetAction((parsed, cancellationToken) => RunAsync(terminal, read, async services =>
        {
            var input = new InviteAccount.Input
            {
                Role = RoleOf(parsed.GetValue(role)!),
                Note = parsed.GetValue(note),
                Language = parsed.GetValue(language),
            };
            return Answer(terminal, await services.GetRequiredService<InviteAccount>()
                .RunAsync(Actor.CommandLine, input, cancellationToken), Words);
        }, cancellationToken));
        return command;
    }

    private static Command List(Terminal terminal, Func<Setup> read)
    {
        var command = new Command("list", "List the accounts.");
        command.SetAction((_, cancellationToken) => RunAsync(terminal, read, async services =>
        {
            var accounts = await services.GetRequiredService<AccountAdminQueries>().AllAsync(cancellationToken);
            string[][] rows =
            [
                ["E-MAIL", "ROLE", "STATE", "LAST SIGN-IN", "NAME"],
                .. accounts.Select(a =>
                new[] { a.Email, a.Role.ToString().ToLowerInvariant(), a.IsDisabled ? "disabled" : "enabled",
                a.LastSignInOn?.ToString("O", CultureInfo.InvariantCulture) ?? "never", a.FullName }),
            ];

            // The name is last: Chinese characters are twice as wide and would misalign the following columns.
            var widths = Enumerable.Range(0, 4).Select(column => rows.Max(r => r[column].Length)).ToArray();
            foreach (var row in rows)
            {
                terminal.Say(string.Join(
                    "  ", row.Select((cell, column) => column < widths.Length ? cell.PadRight(widths[column]) : cell)));
            }

            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static async Task<int> ResetAsync(
        IServiceProvider services, Terminal terminal, Account account, CancellationToken cancellationToken) =>
        Answer(terminal, await services.GetRequiredService<MakeResetLink>().RunAsync(Actor.CommandLine, account.Id, cancellationToken),
            Words);

    private static async Task<int> RemoveFactorsAsync(
        IServiceProvider services, Terminal terminal, Account account, CancellationToken cancellationToken) => Answer(
        terminal,
        await services.GetRequiredService<RemoveFactors>().RunAsync(Actor.CommandLine, account.Id, cancellationToken),
        () => "Passkeys, authenticator app and recovery codes are removed, and the sessions were ended. The password is enough now.");

    private static async Task<int> DisableAsync(
        IServiceProvider services, Terminal terminal, Account account, CancellationToken cancellationToken) =>
        Answer(terminal, await services.GetRequiredService<DisableAccount>().RunAsync(Actor.CommandLine, account.Id, cancellationToken),
            () => "The account is disabled, and its sessions were ended.");

    private static async Task<int> EnableAsync(
        IServiceProvider services, Terminal terminal, Account account, CancellationToken cancellationToken) =>
        Answer(terminal, await services.GetRequiredService<EnableAccount>().RunAsync(Actor.CommandLine, account.Id, cancellationToken),
            () => "The account is enabled.");

    private static Command ForOne(
        string name, string description, Terminal terminal, Func<Setup> read,
        Func<IServiceProvider, Terminal, Account, CancellationToken, Task<int>> run)
    {
        var email = Text("--email", "E-mail address of the account.", required: true);
        var command = new Command(name, description) { email };
        command.SetAction((parsed, cancellationToken) => RunAsync(terminal, read, async services =>
            await services.GetRequiredService<UserManager<Account>>()
                .FindByEmailAsync(CleanText.Line(parsed.GetValue(email))) is { } account
                ? await run(services, terminal, account, cancellationToken)
                : terminal.Fail("No account signs in with this e-mail address.", "See the accounts with: user list"), cancellationToken));
        return command;
    }

    private static string Words(OneTimeLink link) =>
        $"This link works once, until {link.ExpiresAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC:\n    {link.Url}";

    private static Option<string> Text(string name, string description, bool required) =>
        new(name) { Description = description, Required = required };

    private static Option<string> RoleOption()
    {
        var role = Text("--role", "admin, editor or member.", required: true);
        role.AcceptOnlyFromAmong([.. Enum.GetNames<Role>().Select(r => r.ToLowerInvariant())]);
        return role;
    }

    private static Role RoleOf(string word) => Enum.Parse<Role>(word, ignoreCase: true);

    private static Task<int> RunAsync(Terminal terminal, Func<Setup> read, Func<IServiceProvider, Task<int>> run,
        CancellationToken cancellationToken) =>
        CommandVerb.GuardAsync(terminal, async () =>
    {
        await using var services = read().Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Actor.CommandLine, cancellationToken);
        return await run(scope.ServiceProvider);
    });

    private static int Answer<T>(Terminal terminal, Result<T> result, Func<T, string> done) =>
        Answer(terminal, (Result)result, () => done(result.Value));

    private static int Answer(Terminal terminal, Result result, Func<string> done)
    {
        if (result.IsDone)
        {
            terminal.Say(done());
            return ExitCode.Done;
        }

        var texts = new Texts(new HttpContextAccessor());
        return terminal.Fail(texts.Join(result.Errors.Select(texts.Of)), "Nothing was changed.");
    }
}
