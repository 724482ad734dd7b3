using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Data;

/// <summary>Lies in the data folder while a restore puts things in place. A site half old and
/// half new is not served, and nothing makes a new one beside it.</summary>
internal static class RestoreInProgressFile
{
    /// <summary>Says that it begins; <paramref name="aside"/> is where the old things go.</summary>
    public static Task WriteAsync(CmsOptions options, string aside, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(PathOf(options), Encoding.UTF8.GetBytes(aside), cancellationToken);

    public static void Remove(CmsOptions options) => File.Delete(PathOf(options));

    /// <summary>Lets nothing go on after a restore that was cut off.</summary>
    /// <exception cref="SetupException">One was.</exception>
    public static void Refuse(CmsOptions options)
    {
        if (File.Exists(PathOf(options)))
        {
            throw new SetupException(
                $"A restore was cut off while it put things in place. What was there before lies in {File.ReadAllText(PathOf(options))}.",
                "Run it again: restore FILE --replace");
        }
    }

    private static string PathOf(CmsOptions options) => Path.Combine(options.DataDirectory, "restore.unfinished");
}
