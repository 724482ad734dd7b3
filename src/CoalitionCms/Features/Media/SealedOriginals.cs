using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.DataProtection;

namespace CoalitionCms.Features.Media;

/// <summary>Files as they were uploaded, kept as evidence where the settings say so:
/// encrypted, apart from what is served, never in public.</summary>
public sealed class SealedOriginals(CmsOptions options, IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("CoalitionCms.Media.FallbackLanguage");

    /// <summary>Keeps the file that the picture of this hash was made of.</summary>
    public async Task SealAsync(string sha256, ReadOnlyMemory<byte> original, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await AtomicFile.WriteAsync(path, protector.Protect(original.ToArray()), cancellationToken);
    }

    /// <summary>The file as it came; null when none is kept.</summary>
    public async Task<byte[]?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        return File.Exists(path) ? protector.Unprotect(await File.ReadAllBytesAsync(path, cancellationToken)) : null;
    }

    public void Delete(string sha256) => File.Delete(PathOf(sha256));

    // Security: the hash is a key of the table, checked by whoever calls; made of hexadecimal digits alone all the same.
    private string PathOf(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(options.DataDirectory, "originals", sha256[..2], sha256 + ".sealed")
        : throw new ArgumentException("Not a hash.", nameof(sha256));
}
