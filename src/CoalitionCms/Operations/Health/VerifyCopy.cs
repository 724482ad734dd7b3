using System.CommandLine;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Cli;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Health;

/// <summary><c>verify DIR|ZIP|URL</c>: checks a copy of the site, as the small program for supporters does.</summary>
internal sealed class VerifyCopy
{
    private readonly Argument<string?> copy = new("COPY")
    {
        Description = "A copy of the site: a folder, a ZIP file, or the address of a web server.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> key = new("--key")
    {
        Description = "The organisation's fingerprint (SHA256:…), or a file with its public key; usually the keys that this site knows.",
        HelpName = "KEY",
    };

    private readonly Option<string?> against = new("--against")
    {
        Description = "Compare the live site, whose address is named first, with this signed copy of it.",
        HelpName = "COPY",
    };

    private readonly Option<bool> json = new("--json") { Description = "Answer in JSON." };
    private readonly Option<string?> memory = new("--memory")
    {
        Description = "Where the highest version seen is remembered.",
        HelpName = "FILE",
    };

    private readonly Option<bool> noMemory = new("--no-memory") { Description = "Compare with no version seen before." };
    private readonly Option<long> least = new("--at-least") { Description = "An older version than this is stale.", HelpName = "VERSION" };
    private readonly Option<string?> socks = new("--socks")
    {
        Description = "Connect through this SOCKS proxy, such as Tor's 127.0.0.1:9050.",
        HelpName = "HOST:PORT",
    };

    public void AddTo(Command command)
    {
        command.Add(copy);
        foreach (var option in new Option[] { against, key, json, memory, noMemory, least, socks })
        {
            command.Add(option);
        }
    }

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(copy) is not null;

    public async Task<int> RunAsync(ParseResult parsed, Terminal terminal, Func<Setup> read, CancellationToken cancellationToken)
    {
        var setup = read();
        var named = parsed.GetValue(key);
        var keys = named is not null ? CopyConsole.Keys(named) : SigningKeys.Read(setup.Options) is { Count: > 0 } known
            ? TrustedKeys.Of(known) : null;
        if (keys is null)
        {
            return terminal.Fail(named is null
                ? "This site knows no key for signatures." : $"{named} is no key, and no file with one.",
                "Name the organisation's fingerprint by --key SHA256:…, or a file with its public key.", ExitCode.Misuse);
        }

        Uri? proxy = null;
        if (parsed.GetValue(socks) is { } through && !Uri.TryCreate("socks5://" + through, UriKind.Absolute, out proxy))
        {
            return terminal.Fail($"{through} is no proxy.", "Write it as 127.0.0.1:9050.", ExitCode.Misuse);
        }

        var demands = new CopyDemands
        {
            Keys = keys,
            Now = TimeProvider.System.GetUtcNow().UtcDateTime,
            Memory = parsed.GetValue(noMemory) ? null : new VersionMemory(parsed.GetValue(memory) ?? VersionMemory.UsualPath),
            LeastVersion = parsed.GetValue(least),
            KnowsHead = (manifest, token) => KnowsHeadAsync(setup, manifest, token),
        };
        var question = new CopyQuestion
        {
            Copy = parsed.GetValue(copy)!,
            Against = parsed.GetValue(against),
            Key = named ?? "",
            AsJson = parsed.GetValue(json),
            Proxy = proxy,
        };
        using var progress = new CopyProgress(terminal, "files");
        var (output, errors) = terminal.Writers;
        return await CopyConsole.RunAsync(question, demands, output, errors, terminal.IsScreen ? progress.Report : null, cancellationToken);
    }

    /// <summary>False if this is the site of the copy, and its log does not contain the head that the copy names.</summary>
    private static async Task<bool> KnowsHeadAsync(Setup setup, CopyManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Site.TrimEnd('/') != setup.Options.BaseUrl.TrimEnd('/') || !Directory.Exists(setup.Options.DataDirectory))
        {
            return true;
        }

        await using var services = setup.Services();
        await using var scope = services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RequireCurrentAsync(cancellationToken);
            var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
            var head = manifest.AuditHead;

            // A head in the part of the log that was cut away cannot be compared any more.
            return await db.Set<AuditEntry>().AnyAsync(e => e.Number == head.Number && e.Hash == head.Hash, cancellationToken)
                || !await db.Set<AuditEntry>().AnyAsync(e => e.Number <= head.Number, cancellationToken);
        }
        catch (SetupException)
        {
            // There is no site on this machine, only the program.
            return true;
        }
    }
}
