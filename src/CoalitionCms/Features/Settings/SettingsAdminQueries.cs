using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings;

internal sealed record OpenSettings(
    LocalText Name, LocalText Heading, LocalText Lede, LocalText Notice, NoticeSeverity Severity, string NoticeLink, DateOnly? NoticeOn,
        bool NeedsApproval, int TrashDays, bool KeepsOriginals, SecondFactorDemand SecondFactor, long Version)
{
    public required SiteLook Look { get; init; }
    public required string SecurityContact { get; init; }
    public required DateOnly? SecurityUntil { get; init; }
    public required bool CountsViews { get; init; }
}

/// <summary>Reads the settings for their form.</summary>
internal sealed class SettingsAdminQueries(CmsDbContext db)
{
    /// <summary>Another user saved newer settings since the form was opened.</summary>
    public static Error Stale { get; } = new("Settings.Stale");

    /// <summary>Returns the settings; empty ones of version 0 if none were saved yet.</summary>
    public async Task<OpenSettings> OpenAsync(CancellationToken cancellationToken)
    {
        var s = await db.Set<SiteSettings>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new SiteSettings();
        return new(s.Name, s.Heading, s.Lede, s.Notice, s.NoticeSeverity, s.NoticeLink, s.NoticeOn, s.NeedsApproval, s.TrashDays,
            s.KeepsOriginals, s.SecondFactor, s.Version)
        { Look = s.Look, SecurityContact = s.SecurityContact, SecurityUntil = s.SecurityUntil, CountsViews = s.CountsViews };
    }
}
