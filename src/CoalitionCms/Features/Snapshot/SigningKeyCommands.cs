using System.CommandLine;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Features.Snapshot;

/// <summary>
/// The keys by which copies are signed: <c>keys new-signing</c> and <c>keys rotate-signing</c> where the private key is, <c>keys
/// signing</c> and <c>keys publish</c> where the site is.
/// </summary>
internal static class SigningKeyCommands
{
    public static IEnumerable<Command> Create(Terminal terminal, Func<Setup> read) =>
        [New(terminal), Rotate(terminal), Tell(terminal, read), Publish(terminal, read)];

    private static Command New(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Where the private key goes; the public one goes beside it, with .pub." };
        var command =
            new Command("new-signing", "Make a key that signs copies, on a machine without OpenSSH. Never on the server.") { file };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, async () =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            if (File.Exists(path) || File.Exists(path + ".pub"))
            {
                return terminal.Fail($"{path} or {path}.pub is there already.", "Name another file.");
            }

            using var key = SshPrivateKey.Create();
            AtomicFile.WritePrivate(path, Encoding.ASCII.GetBytes(key.Write("coalitioncms")), overwrite: false);
            await AtomicFile.WriteAsync(path + ".pub", Encoding.ASCII.GetBytes(key.Public + " coalitioncms\n"), cancellationToken);
            terminal.Say($"{path} is the private key: it has no passphrase, so keep it on a stick, locked away.");
            terminal.Say($"{path}.pub goes to the site: keys signing FILE.pub");
            terminal.Say("Its fingerprint, for posters: " + key.Public.Fingerprint);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command Rotate(Terminal terminal)
    {
        var (old, fresh) = (KeyOption("--old", "The key that is used until now."), KeyOption("--new", "The key that follows it."));
        var site = new Option<string>("--site") { Description = "The address of the site.", HelpName = "URL", Required = true };
        var to = new Argument<string>("FILE") { Description = "Where the statement goes; its signatures go beside it." };
        var own = new Option<bool>("--without-openssh") { Description = "Sign in this program." };
        var command = new Command("rotate-signing",
            "Say that one key follows another, signed by both, so that who trusts the old one may trust the new one.")
        {
            to, old, fresh, site, own,
        };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, async () =>
        {
            using var from = new Signer(parsed.GetValue(old)!, parsed.GetValue(own));
            using var next = new Signer(parsed.GetValue(fresh)!, parsed.GetValue(own));
            if (from.Key.Equals(next.Key))
            {
                return terminal.Fail("The two keys are the same one.", "Make a new key: ssh-keygen -t ed25519 -f FILE");
            }

            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            var change = new KeyChange(parsed.GetValue(site)!.TrimEnd('/'), from.Key, next.Key,
                new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc));
            var (text, path) = (Encoding.UTF8.GetBytes(change.Write()), Path.GetFullPath(parsed.GetValue(to)!));
            var (oldSignature, newSignature) = (await from.SignAsync(text, KeyChange.Namespace, cancellationToken),
                await next.SignAsync(text, KeyChange.Namespace, cancellationToken));
            await AtomicFile.WriteAsync(path + KeyChange.OldSignature, Encoding.ASCII.GetBytes(oldSignature), cancellationToken);
            await AtomicFile.WriteAsync(path + KeyChange.NewSignature, Encoding.ASCII.GetBytes(newSignature), cancellationToken);
            await AtomicFile.WriteAsync(path, text, cancellationToken);
            terminal.Say($"{next.Key.Fingerprint} follows {from.Key.Fingerprint}.");
            terminal.Say($"Bring {path} and the two signatures beside it to the site: keys signing FILE. Print the new fingerprint.");
            return ExitCode.Done;
        }));
        return command;

        static Option<string> KeyOption(string name, string description) =>
            new(name) { Description = description, HelpName = "FILE", Required = true };
    }

    private static Command Tell(Terminal terminal, Func<Setup> read)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "A public key, or a statement of rotate-signing with its two signatures beside it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var replace = new Option<bool>("--unproven")
        {
            Description = "Take a key in the place of another that did not sign for it: only when that is lost or stolen.",
        };
        var command =
            new Command("signing", "Tell the site by which key its copies are signed; without a file, say by which.") { file, replace };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, () =>
            TellAsync(read(), terminal, parsed.GetValue(file), parsed.GetValue(replace), cancellationToken)));
        return command;
    }

    private static async Task<int> TellAsync(
        Setup setup, Terminal terminal, string? file, bool isUnproven, CancellationToken cancellationToken)
    {
        var options = setup.Options;
        DataFolder.Prepare(options);
        var known = SigningKeys.Read(options);
        if (file is null)
        {
            foreach (var signer in known)
            {
                terminal.Say($"{signer.Key.Fingerprint} {(signer.ValidBefore is { } end ? $"until {end:yyyy-MM-dd}" : "in use")}");
            }

            return known.Count > 0 ? ExitCode.Done : terminal.Fail("No key is known.", "keys signing FILE.pub");
        }

        if (!File.Exists(file) || new FileInfo(file).Length > KeyChange.MaxBytes)
        {
            return terminal.Fail($"There is no such file as {file}, or it is no key.", "Name a .pub file.");
        }

        var text = await File.ReadAllTextAsync(file, cancellationToken);
        var (today, who) = (TimeProvider.System.GetUtcNow().UtcDateTime.Date, new Uri(options.BaseUrl).Host);
        var current = SigningKeys.Current(options);
        SshKey key;
        if (KeyChange.Parse(text) is { } change)
        {
            if (current is null || !change.From.Equals(current.Key) || change.Site != options.BaseUrl.TrimEnd('/')
                || !Signs(change.From, KeyChange.OldSignature) || !Signs(change.To, KeyChange.NewSignature))
            {
                return terminal.Fail(current is null || !change.From.Equals(current.Key)
                    ? $"The statement is about {change.From.Fingerprint}, and the key in use is {current?.Key.Fingerprint ?? "none"}."
                    : change.Site != options.BaseUrl.TrimEnd('/') ? $"The statement is about the site {change.Site}."
                    : "The two signatures beside the statement are not both good.", "Run rotate-signing again, with both keys.");
            }

            key = change.To;
            var folder = SigningKeys.ChangesOf(options);
            DataFolder.MakePrivate(DataFolder.SigningOf(options));
            DataFolder.MakePrivate(folder);
            var name = Path.Combine(folder, $"{known.Count:000}.txt");
            foreach (var ending in new[] { KeyChange.OldSignature, KeyChange.NewSignature, "" })
            {
                await AtomicFile.WriteAsync(name + ending, await File.ReadAllBytesAsync(file + ending, cancellationToken),
                    cancellationToken);
            }
        }
        else if (SshKey.Parse(text) is { } plain)
        {
            if (current is not null && !current.Key.Equals(plain) && !isUnproven)
            {
                return terminal.Fail($"Copies are signed by {current.Key.Fingerprint}. Readers who trust that key would refuse the new "
                    + "one.",
                    "Let the old key sign for the new one: keys rotate-signing. If it is lost or stolen: --unproven, and tell readers.");
            }

            key = plain;
        }
        else
        {
            return terminal.Fail($"{file} is no public key of a kind that is used here, and no statement about keys.",
                "ssh-keygen -t ed25519 makes a key; its public part is in the file with the ending .pub.");
        }

        if (current?.Key.Equals(key) != true)
        {
            // The old key stays in the list, for copies that it signed.
            await SigningKeys.WriteAsync(options, [
                .. known.Select(k => k.ValidBefore is null ? k with { ValidBefore = today.AddDays(1) } : k),
                new(who, key, SigningKeys.Namespaces, today, null)], cancellationToken);
            await RecordAsync(setup, key, current?.Key, cancellationToken);
        }

        terminal.Say($"Copies of this site are signed by {key.Fingerprint}.");
        terminal.Say("Write this fingerprint into the settings of the site (keys), print it, and tell it to the supporters.");
        return ExitCode.Done;

        bool Signs(SshKey signer, string ending) => File.Exists(file + ending)
            && SshSignature.Parse(File.ReadAllText(file + ending)) is { } signature && signature.Key.Equals(signer)
            && signature.IsOf(Encoding.UTF8.GetBytes(text), KeyChange.Namespace);
    }

    private static async Task RecordAsync(Setup setup, SshKey key, SshKey? before, CancellationToken cancellationToken)
    {
        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RequireCurrentAsync(cancellationToken);
        scope.ServiceProvider.GetRequiredService<AuditLog>()
            .Record(Actor.CommandLine, AuditVerb.SigningKeySet, "signing-key", key.Fingerprint,
            new { before = before?.Fingerprint });
        await scope.ServiceProvider.GetRequiredService<CmsDbContext>().SaveChangesAsync(cancellationToken);
    }

    private static Command Publish(Terminal terminal, Func<Setup> read)
    {
        var folder = new Argument<string>("DIR") { Description = "A signed copy, as it came back from the machine with the key." };
        var command = new Command("publish", "Show readers the signature of the register of addresses that a signed copy has.") { folder };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, async () =>
        {
            var (setup, from) = (read(), parsed.GetValue(folder)!);
            DataFolder.Prepare(setup.Options);
            var keys = TrustedKeys.Of(SigningKeys.Read(setup.Options));
            var found = 0;
            foreach (var language in Language.All)
            {
                var text = Path.Combine(from, language.UrlPrefix.TrimStart('/'), "official.txt");
                if (!File.Exists(text) || !File.Exists(text + ".sig"))
                {
                    continue;
                }

                var (bytes, signature) = (await File.ReadAllBytesAsync(text, cancellationToken),
                    await File.ReadAllTextAsync(text + ".sig", cancellationToken));
                if (SshSignature.Parse(signature) is not { } made || !made.IsOf(bytes, SignCommand.OfficialNamespace)
                    || !keys.Trusts(made.Key, SignCommand.OfficialNamespace, TimeProvider.System.GetUtcNow().UtcDateTime))
                {
                    return terminal.Fail($"{text}.sig is not a signature of it by the key of this site.", "Sign the copy again.");
                }

                var place = Path.Combine(SigningKeys.SignedRegistersOf(setup.Options), language.Code);
                DataFolder.MakePrivate(DataFolder.SigningOf(setup.Options));
                DataFolder.MakePrivate(SigningKeys.SignedRegistersOf(setup.Options));
                await AtomicFile.WriteAsync(place + ".txt", bytes, cancellationToken);
                await AtomicFile.WriteAsync(place + ".sig", Encoding.ASCII.GetBytes(signature), cancellationToken);
                found++;
            }

            if (found == 0)
            {
                return terminal.Fail($"{from} holds no signed register of addresses.", "Name the folder of a signed copy.");
            }

            terminal.Say("Readers find the signature at /official.txt.sig, for as long as the register says what was signed.");
            return ExitCode.Done;
        }));
        return command;
    }
}
