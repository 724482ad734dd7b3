using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings;

/// <summary>The state of read-only mode.</summary>
/// <param name="IsOn">True when nothing can be submitted.</param>
/// <param name="IsFixed">True when it is set by <c>Cms__ReadOnly</c>, which the site cannot override.</param>
internal sealed record ReadingOnlyState(bool IsOn, bool IsFixed, DateTime? Since)
{
    /// <summary>True when readers get the last copy of the site and nothing else.</summary>
    public bool IsSnapshotOnly { get; init; }
}

/// <summary>
/// Determines whether the site is in read-only mode. In this mode nobody can sign in and nothing can be submitted. Signed-in users can
/// continue to read and may sign out; a signed-in admin may turn it off, unless <c>Cms__ReadOnly</c> sets it. The host's command line
/// always may.
/// </summary>
internal sealed class ReadingOnly(CmsDbContext db, CmsOptions options, SnapshotOnly snapshot)
{
    /// <summary>Returns whether read-only mode is on. Called for submissions, never for a public page.</summary>
    public async Task<bool> IsOnAsync(CancellationToken cancellationToken)
    {
        if (options.ReadOnly || snapshot.IsOn)
        {
            return true;
        }

        try
        {
            return await db.Set<ReadingOnlySwitch>().AnyAsync(s => s.OnSince != null, cancellationToken);
        }
        catch (Exception outage) when (DatabaseTrouble.Of(outage) is not null)
        {
            // Without the database nothing can be saved anyway, and the code that needs it reports the error.
            return false;
        }
    }

    public async Task<ReadingOnlyState> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await db.Set<ReadingOnlySwitch>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return new(options.ReadOnly || snapshot.IsOn || row?.OnSince is not null, options.ReadOnly, row?.OnSince)
        {
            IsSnapshotOnly = snapshot.IsOn,
        };
    }
}

/// <summary>The row for read-only mode. Without it, the mode is off.</summary>
internal sealed class ReadingOnlySwitch : IVerifiedRow
{
    public int Id { get; private set; } = 1;

    /// <summary>Since when; null when it is off.</summary>
    public DateTime? OnSince { get; private set; }

    internal void Turn(bool on, DateTime now) => OnSince = on ? OnSince ?? now : null;
}
