using CoalitionCms.Data.Audit;
using System.Data.Common;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings;

/// <summary>How the site stands with "reading only".</summary>
/// <param name="IsOn">True when nothing can be sent in.</param>
/// <param name="IsFixed">True when the setting <c>Cms__ReadOnly</c> says so, which no button undoes.</param>
public sealed record ReadingOnlyState(bool IsOn, bool IsFixed, DateTime? Since);

/// <summary>
/// Tells whether the site is for reading only. The rule: then nobody signs in and nothing is sent in; who is signed in already goes on
/// reading, may sign
/// out, and an admin among them may turn it off again, unless the setting <c>Cms__ReadOnly</c> holds it. The host's command line always
/// may.
/// </summary>
public sealed class ReadingOnly(CmsDbContext db, CmsOptions options)
{
    /// <summary>True when it is on. Asked for what is sent in, and never for a public page.</summary>
    public async Task<bool> IsOnAsync(CancellationToken cancellationToken)
    {
        if (options.ReadOnly)
        {
            return true;
        }

        try
        {
            return await db.Set<ReadingOnlySwitch>().AnyAsync(s => s.OnSince != null, cancellationToken);
        }
        catch (Exception outage) when (
            outage is DbException or TimeoutException || outage.InnerException is DbException or TimeoutException)
        {
            // Without the database nothing can be saved anyway, and what needs it says so itself.
            return false;
        }
    }

    public async Task<ReadingOnlyState> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await db.Set<ReadingOnlySwitch>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return new(options.ReadOnly || row?.OnSince is not null, options.ReadOnly, row?.OnSince);
    }
}

/// <summary>The one row that says whether the site is for reading only. Without it, it is not.</summary>
public sealed class ReadingOnlySwitch : IAudited
{
    public int Id { get; private set; } = 1;

    /// <summary>Since when; null when it is off.</summary>
    public DateTime? OnSince { get; private set; }

    internal void Turn(bool on, DateTime now) => OnSince = on ? OnSince ?? now : null;
}
