using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Cli;

namespace CoalitionCms.Features.Snapshot;

/// <summary>
/// <c>sign DIR --key FILE</c>: signs a copy, on a machine that need not have the site. <c>ssh-keygen</c> signs, so that agents, passphrases
/// and hardware keys work; a plain Ed25519 key file can be used without it.
/// </summary>
internal static class SignCommand
{
    /// <summary>Ending of the signatures of the register of addresses, one for each language.</summary>
    public const string OfficialSignature = "official.txt.sig";

    public const string OfficialNamespace = "coalitioncms-official";

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The copy." };
        var key = new Option<string>("--key")
        {
            Description = "The private key, or the public one of a key that an agent holds.",
            HelpName = "FILE",
            Required = true,
        };
        var zip = new Option<string?>("--zip") { Description = "Write the signed copy into one ZIP file as well.", HelpName = "FILE" };
        var own =
            new Option<bool>("--without-openssh") { Description = "Sign in this program: a key file of Ed25519 without a passphrase." };
        var command = new Command("sign", "Sign a copy of the site, where the key is: never on the server.") { folder, key, zip, own };
        command.SetAction((parsed, cancellationToken) => CommandVerb.GuardAsync(terminal, () => RunAsync(
            terminal, parsed.GetValue(folder)!, parsed.GetValue(key)!, parsed.GetValue(zip), parsed.GetValue(own), cancellationToken)));
        return command;
    }

    internal static async Task<int> RunAsync(
        Terminal terminal, string folder, string keyFile, string? zip, bool withoutOpenSsh, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, CopyManifest.FileName);
        if (!File.Exists(path))
        {
            return terminal.Fail($"{Path.GetFullPath(folder)} holds no copy: there is no {CopyManifest.FileName}.", "Run snapshot first.");
        }

        if (CopyManifest.Read(await File.ReadAllBytesAsync(path, cancellationToken), out var problem) is not { } manifest)
        {
            return terminal.Fail($"{path} is not in the form of a manifest: {problem}.", "Make the copy again.");
        }

        using var signer = new Signer(keyFile, withoutOpenSsh);
        if (manifest.KeyId != CopyManifest.NoKey && manifest.KeyId != signer.Key.Fingerprint)
        {
            return terminal.Fail($"The site expects the key {manifest.KeyId}, and this one is {signer.Key.Fingerprint}.",
                "Sign with that key, or tell the site of this one: keys signing, keys rotate-signing.");
        }

        // Security: what is signed is what is in the folder now. A copy that was changed on its way is not signed.
        using (var source = new FolderCopy(folder))
        {
            var found =
                await CopyCheck.RunAsync(source, new() { Keys = TrustedKeys.Of(), Now = manifest.IssuedAt }, null, cancellationToken);
            var wrong = found.Findings.Where(f => f.Fault >= CopyFault.Changed && f.Fault != CopyFault.BadStamp).ToList();
            if (wrong.Count > 0)
            {
                return terminal.Fail($"The copy is not what its manifest says, so it was not signed: {wrong[0].Word} {wrong[0].Path}"
                    + (wrong.Count > 1 ? $", and {wrong.Count - 1} more." : "."), "Make the copy again, and find out who changed it.");
            }
        }

        manifest = await ListKeyAsync(folder, manifest, signer.Key, cancellationToken);
        manifest = await SignRegisterAsync(folder, manifest, signer, cancellationToken);
        var bytes = manifest.Write();
        var signature = await signer.SignAsync(bytes, CopyManifest.Namespace, cancellationToken);
        await AtomicFile.WriteAsync(path, bytes, cancellationToken);
        await WriteForAllAsync(Path.Combine(folder, CopyManifest.SignatureName), signature, path, cancellationToken);
        if (zip is not null)
        {
            await CopyZip.WriteAsync(folder, zip, manifest, cancellationToken);
        }

        terminal.Say($"Copy {manifest.Version} is signed by {signer.Key.Fingerprint}, valid until {manifest.ExpiresAt:yyyy-MM-dd}.");
        terminal.Say("Readers check it by that fingerprint: print it, read it out, put it where this copy is not.");
        return ExitCode.Done;
    }

    /// <summary>Names the key in the manifest and, if it is the first one, in the list of keys.</summary>
    private static async Task<CopyManifest> ListKeyAsync(
        string folder, CopyManifest manifest, SshKey key, CancellationToken cancellationToken)
    {
        var named = manifest with { KeyId = key.Fingerprint };
        if (manifest.Files.Any(f => f.Path == SigningKeys.FileName))
        {
            return named;
        }

        var line = new AllowedSigner(new Uri(manifest.Site).Host, key, SigningKeys.Namespaces, manifest.IssuedAt.Date, null);
        return await AddAsync(folder, named, SigningKeys.FileName, line + "\n", cancellationToken);
    }

    /// <summary>Signs the register of addresses by itself, so that it can be passed on without the copy.</summary>
    private static async Task<CopyManifest> SignRegisterAsync(
        string folder, CopyManifest manifest, Signer signer, CancellationToken cancellationToken)
    {
        foreach (var path in manifest.Files.Select(f => f.Path).Where(p => p.EndsWith("official.txt", StringComparison.Ordinal)).ToList())
        {
            var text = await File.ReadAllBytesAsync(Path.Combine(folder, path), cancellationToken);
            manifest = await AddAsync(folder, manifest, path + ".sig", await signer.SignAsync(text, OfficialNamespace, cancellationToken),
                cancellationToken);
        }

        return manifest;
    }

    private static async Task<CopyManifest> AddAsync(
        string folder, CopyManifest manifest, string path, string text, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await WriteForAllAsync(Path.Combine(folder, path), text, Path.Combine(folder, CopyManifest.FileName), cancellationToken);
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        return manifest with
        {
            Bytes = manifest.Bytes + bytes.Length,
            Largest = Math.Max(manifest.Largest, bytes.Length),
            Files = [.. manifest.Files.Where(f => f.Path != path), new(path, sha)],
        };
    }

    private static async Task WriteForAllAsync(string path, string text, string like, CancellationToken cancellationToken)
    {
        await AtomicFile.WriteAsync(path, Encoding.UTF8.GetBytes(text), cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(Path.Combine(Path.GetDirectoryName(like)!, "index.html")));
            File.SetUnixFileMode(like, File.GetUnixFileMode(path));
        }
    }
}

/// <summary>Signs by <c>ssh-keygen</c>, or by a key file of Ed25519 where there is no OpenSSH.</summary>
internal sealed class Signer : IDisposable
{
    private readonly string keyFile;
    private readonly SshPrivateKey? own;

    /// <exception cref="SetupException">The file is no key that can be used.</exception>
    public Signer(string keyFile, bool withoutOpenSsh)
    {
        this.keyFile = keyFile;
        if (!File.Exists(keyFile))
        {
            throw new SetupException($"There is no file {keyFile}.", "Make a key: ssh-keygen -t ed25519 -f signing-key");
        }

        // Security: as ssh-keygen itself: a key that others can read is nobody's any more.
        if (!OperatingSystem.IsWindows() && !keyFile.EndsWith(".pub", StringComparison.Ordinal)
            && (File.GetUnixFileMode(keyFile) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0)
        {
            throw new SetupException($"Others can read {keyFile}, so it was not used.",
                $"chmod 600 {keyFile}, and make a new key if somebody else has used this machine.");
        }

        if (withoutOpenSsh)
        {
            own = SshPrivateKey.Parse(File.ReadAllText(keyFile)) ?? throw new SetupException(
                $"{keyFile} is no Ed25519 key without a passphrase.", "Leave --without-openssh out: ssh-keygen can use any key.");
        }

        var pub = keyFile.EndsWith(".pub", StringComparison.Ordinal) ? keyFile : keyFile + ".pub";
        Key = own?.Public ?? (File.Exists(pub) ? SshKey.Parse(File.ReadAllText(pub)) : null) ?? throw new SetupException(
            $"{pub} is missing, or no key of a kind that is used here (Ed25519, ECDSA, or these on hardware).",
            $"ssh-keygen -y -f {keyFile} > {pub}");
    }

    public SshKey Key { get; }

    public async Task<string> SignAsync(byte[] message, string purpose, CancellationToken cancellationToken)
    {
        var signature = own?.Sign(message, purpose).Write() ?? await ByOpenSshAsync(message, purpose, cancellationToken);
        return SshSignature.Parse(signature) is { } made && made.Key.Equals(Key) && made.IsOf(message, purpose) ? signature
            : throw new SetupException("The signature that was made is not a good one.", $"Is {keyFile}.pub the public key of {keyFile}?");
    }

    public void Dispose() => own?.Dispose();

    private async Task<string> ByOpenSshAsync(byte[] message, string purpose, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("ssh-keygen", ["-q", "-Y", "sign", "-f", keyFile, "-n", purpose])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            // A passphrase is asked for on the terminal itself, and a touch of a hardware key on standard error.
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.StandardInput.BaseStream.WriteAsync(message, cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? await output : throw new SetupException(
                "ssh-keygen did not sign.", "What it says stands above. Was the passphrase right, the hardware key touched?");
        }
        catch (Win32Exception missing)
        {
            throw new SetupException("There is no ssh-keygen on this machine.",
                "Install OpenSSH, or add --without-openssh for a key file of Ed25519 without a passphrase.", missing);
        }
        catch (IOException broken)
        {
            throw new SetupException("ssh-keygen did not sign.", "What it says stands above.", broken);
        }
    }
}
