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
        await AtomicFile.WriteAsync(Prepared(sha256), protector.Protect(original.ToArray()), cancellationToken);
    }

    /// <summary>Returns the original file; null if none is stored.</summary>
    public async Task<byte[]?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        return File.Exists(path) ? protector.Unprotect(await File.ReadAllBytesAsync(path, cancellationToken)) : null;
    }

    /// <summary>Keeps the original of a picture as that of the edited one.</summary>
    public async Task CopyAsync(string sha256, string edited, CancellationToken cancellationToken) =>
        await AtomicFile.WriteAsync(Prepared(edited), await File.ReadAllBytesAsync(PathOf(sha256), cancellationToken), cancellationToken);

    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    public void Delete(string sha256)
    {
        // Without the folder, File.Delete throws.
        if (Has(sha256))
        {
            File.Delete(PathOf(sha256));
        }
    }

    private string Prepared(string sha256)
    {
        var path = PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    // Security: the hash is a key of the table and checked by the caller; nevertheless only hexadecimal digits are allowed.
    private string PathOf(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(options.DataDirectory, "originals", sha256[..2], sha256 + ".sealed")
        : throw new ArgumentException("Not a hash.", nameof(sha256));
}
