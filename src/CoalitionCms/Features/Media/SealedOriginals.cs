using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.DataProtection;

namespace CoalitionCms.Features.Media;

/// <summary>
/// Original uploads, kept as evidence if the settings say so: encrypted, separate from the files that are served, never public.
/// </summary>
internal sealed class SealedOriginals(CmsOptions options, IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("CoalitionCms.Media.FallbackLanguage");

    /// <summary>Stores the original of the image with this hash.</summary>
    public async Task SealAsync(string sha256, ReadOnlyMemory<byte> original, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await AtomicFile.WriteAsync(path, protector.Protect(original.ToArray()), cancellationToken);
    }

    /// <summary>Returns the original file; null if none is stored.</summary>
    public async Task<byte[]?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        return File.Exists(path) ? protector.Unprotect(await File.ReadAllBytesAsync(path, cancellationToken)) : null;
    }

    public void Delete(string sha256) => File.Delete(PathOf(sha256));

    // Security: the hash is a key of the table and checked by the caller; nevertheless only hexadecimal digits are allowed.
    private string PathOf(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(options.DataDirectory, "originals", sha256[..2], sha256 + ".sealed")
        : throw new ArgumentException("Not a hash.", nameof(sha256));
}
