using System.Globalization;
using CoalitionCms.Integrity;

const string Usage = """
    coalitioncms-verify: says whether a copy of a site is what the organisation signed, and what was changed.

        coalitioncms-verify COPY --key KEY [--json] [--at-least VERSION] [--site ADDRESS] [--memory FILE | --no-memory] [--socks HOST:PORT]
        coalitioncms-verify SITE --against COPY --key KEY […]

    COPY  a folder, a ZIP file, or the address of a mirror (https://…)
    SITE  the address of the live site, to be compared with a signed copy of it
    KEY   the organisation's fingerprint (SHA256:…), as it is printed on posters; or a file: its .pub or allowed_signers.
          Take it from another place than the copy: somebody who changes the copy can change the key in it as well.

    Exit codes: 0 good, 1 something is wrong, 2 not asked rightly.
    """;

var (copy, key, memory, site, least, isJson, proxy) = ((string?)null, (string?)null, VersionMemory.UsualPath, (string?)null, 0L, false,
    (Uri?)null);
string? against = null;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--help" or "-h":
            await Console.Out.WriteLineAsync(Usage);
            return 0;
        case "--json":
            isJson = true;
            break;
        case "--no-memory":
            memory = null;
            break;
        case "--key" when i + 1 < args.Length:
            key = args[++i];
            break;
        case "--memory" when i + 1 < args.Length:
            memory = args[++i];
            break;
        case "--against" when i + 1 < args.Length:
            against = args[++i];
            break;
        case "--site" when i + 1 < args.Length:
            site = args[++i];
            break;
        case "--at-least" when i + 1 < args.Length
            && long.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out least):
            i++;
            break;
        case "--socks" when i + 1 < args.Length && Uri.TryCreate("socks5://" + args[i + 1], UriKind.Absolute, out proxy):
            i++;
            break;
        case { } other when copy is null && !other.StartsWith('-'):
            copy = other;
            break;
        default:
            return await MisusedAsync($"'{args[i]}' is not understood.");
    }
}

if (copy is null)
{
    return await MisusedAsync("Name a copy.");
}

if (key is null || CopyConsole.Keys(key) is not { } keys)
{
    return await MisusedAsync(key is null
        ? "Name the organisation's key by --key: without one nobody can tell who signed." : $"{key} is no key, and no file with one.");
}

var demands = new CopyDemands
{
    Keys = keys,
    Now = TimeProvider.System.GetUtcNow().UtcDateTime,
    Memory = memory is null ? null : new VersionMemory(memory),
    LeastVersion = least,
    Site = site,
};
return await CopyConsole.RunAsync(
    new() { Copy = copy, Against = against, Key = key, AsJson = isJson, Proxy = proxy }, demands, Console.Out, Console.Error);

static async Task<int> MisusedAsync(string problem)
{
    await Console.Error.WriteLineAsync("error: " + problem);
    await Console.Error.WriteLineAsync("hint:  coalitioncms-verify --help");
    return 2;
}
