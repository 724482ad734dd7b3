using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>
/// Whether readers get the last copy of the site and nothing else. A file in the data folder, so that it can be turned on and off while the
/// database is gone or not to be touched.
/// </summary>
internal sealed class SnapshotOnly(CmsOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private long lookedAt = long.MinValue;
    private bool isOn;

    private string Mark => Path.Combine(DataFolder.CopiesOf(options), "only");

    /// <summary>Looked up once a second at most.</summary>
    public bool IsOn
    {
        get
        {
            if (lookedAt == long.MinValue || clock.GetElapsedTime(lookedAt) > Look)
            {
                (isOn, lookedAt) = (File.Exists(Mark), clock.GetTimestamp());
            }

            return isOn;
        }
    }

    public void Turn(bool on)
    {
        if (on)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Mark)!);
            File.Create(Mark).Dispose();
        }
        else
        {
            File.Delete(Mark);
        }

        lookedAt = long.MinValue;
    }
}
