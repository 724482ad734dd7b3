using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Data;

/// <summary>
/// A file in the data folder while a restore is in progress. A partly restored site is not served, and no new one is created in its place.
/// </summary>
internal static class RestoreInProgressFile
{
    /// <summary>Records the start of a restore; <paramref name="aside"/> is where the old data are moved.</summary>
    public static Task WriteAsync(CmsOptions options, string aside, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(PathOf(options), Encoding.UTF8.GetBytes(aside), cancellationToken);

    public static void Remove(CmsOptions options) => File.Delete(PathOf(options));

    /// <summary>Refuses to continue after an interrupted restore.</summary>
    /// <exception cref="SetupException">A restore was interrupted.</exception>
    public static void Refuse(CmsOptions options)
    {
        if (File.Exists(PathOf(options)))
        {
            throw new SetupException(
                $"A restore was cut off while it put things in place. What was there before is in {File.ReadAllText(PathOf(options))}.",
                "Run it again: restore FILE --replace");
        }
    }

    private static string PathOf(CmsOptions options) => Path.Combine(options.DataDirectory, "restore.unfinished");
}
