using System.Runtime.CompilerServices;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Snapshot;

/// <summary>
/// The public keys by which copies are signed, in the data folder. Private keys are never on the server: who takes the server cannot sign.
/// </summary>
internal static class SigningKeys
{
    public const string FileName = "allowed_signers";

    /// <summary>For all that the organisation signs here, and nothing else that an OpenSSH key may sign.</summary>
    public const string Namespaces = "coalitioncms-*";

    public static string PathOf(CmsOptions options) => Path.Combine(DataFolder.SigningOf(options), FileName);

    public static string ChangesOf(CmsOptions options) => Path.Combine(DataFolder.SigningOf(options), "keys");

    /// <summary>Signatures of the register of addresses, and the texts that they are of.</summary>
    public static string SignedRegistersOf(CmsOptions options) => Path.Combine(DataFolder.SigningOf(options), "official");

    /// <summary>The keys, the oldest first.</summary>
    public static IReadOnlyList<AllowedSigner> Read(CmsOptions options) =>
        File.Exists(PathOf(options)) ? TrustedKeys.Parse(File.ReadAllText(PathOf(options)))?.Signers ?? [] : [];

    /// <summary>The key by which copies are signed today; null while there is none.</summary>
    public static AllowedSigner? Current(CmsOptions options) => Read(options).LastOrDefault(s => s.ValidBefore is null);

    public static Task WriteAsync(CmsOptions options, IEnumerable<AllowedSigner> signers, CancellationToken cancellationToken)
    {
        DataFolder.MakePrivate(DataFolder.SigningOf(options));
        return AtomicFile.WriteAsync(PathOf(options), System.Text.Encoding.UTF8.GetBytes(Text(signers)), cancellationToken);
    }

    public static string Text(IEnumerable<AllowedSigner> signers) => string.Concat(signers.Select(s => s + "\n"));

    /// <summary>What a copy says of keys: the list, and the changes from one to the next.</summary>
    public static async IAsyncEnumerable<(string File, byte[] Bytes)> FilesAsync(
        CmsOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Read(options) is { Count: > 0 } signers)
        {
            yield return (FileName, System.Text.Encoding.UTF8.GetBytes(Text(signers)));
        }

        if (Directory.Exists(ChangesOf(options)))
        {
            foreach (var path in Directory.EnumerateFiles(ChangesOf(options)).Order(StringComparer.Ordinal))
            {
                yield return (KeyChange.Folder + Path.GetFileName(path), await File.ReadAllBytesAsync(path, cancellationToken));
            }
        }
    }
}
