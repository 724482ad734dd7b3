using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>The row of the site-wide settings.</summary>
internal sealed class SiteSettings : IVerifiedRow
{
    /// <summary>Default number of days in the trash.</summary>
    public const int UsualTrashDays = 30;

    public int Id { get; private set; } = 1;
    public LocalText Name { get; private set; } = LocalText.Empty;
    public LocalText Heading { get; private set; } = LocalText.Empty;
    public LocalText Lede { get; private set; } = LocalText.Empty;
    public LocalText Notice { get; private set; } = LocalText.Empty;
    public NoticeSeverity NoticeSeverity { get; private set; }

    /// <summary>Path that the notice leads to, on this site; may be empty.</summary>
    public string NoticeLink { get; private set; } = "";

    public DateOnly? NoticeOn { get; private set; }

    /// <summary>True when nothing is published without another person's approval.</summary>
    public bool NeedsApproval { get; private set; }

    /// <summary>The number of days that items stay in the trash before they are deleted permanently.</summary>
    public int TrashDays { get; private set; } = UsualTrashDays;

    /// <summary>True when the original of each photo is kept, encrypted, as evidence.</summary>
    public bool KeepsOriginals { get; private set; }

    /// <summary>
    /// Where a weakness of the site is reported (RFC 9116): an address that begins with <c>mailto:</c>, <c>https:</c> or <c>tel:</c>.
    /// </summary>
    public string SecurityContact { get; private set; } = "";

    /// <summary>The last day on which that is known to be right.</summary>
    public DateOnly? SecurityUntil { get; private set; }

    /// <summary>True when views of pages are counted.</summary>
    public bool CountsViews { get; private set; } = true;

    public SiteLook Look { get; private set; } = SiteLook.None;
    public SecondFactorDemand SecondFactor { get; private set; } = SecondFactorDemand.Admins;
    public long Version { get; private set; }

    public void Introduce(LocalText name, LocalText heading, LocalText lede)
    {
        (Name, Heading, Lede) = (name, heading, lede);
        Version++;
    }

    /// <summary>Sets the rules for publication, the trash and originals.</summary>
    public void Rule(bool needsApproval, int trashDays, bool keepsOriginals)
    {
        (NeedsApproval, TrashDays, KeepsOriginals) = (needsApproval, trashDays, keepsOriginals);
        Version++;
    }

    public void Contact(string securityContact)
    {
        SecurityContact = securityContact;
        Version++;
    }

    /// <summary>Sets how long the contact is valid, and whether views are counted.</summary>
    public void Rule(DateOnly? securityUntil, bool countsViews)
    {
        (SecurityUntil, CountsViews) = (securityUntil, countsViews);
        Version++;
    }

    /// <summary>Sets who must use a second factor.</summary>
    public void Demand(SecondFactorDemand demand)
    {
        SecondFactor = demand;
        Version++;
    }

    public void Dress(SiteLook look)
    {
        Look = look;
        Version++;
    }

    public void Announce(LocalText notice, NoticeSeverity severity, string link, DateOnly? on)
    {
        (Notice, NoticeSeverity, NoticeLink, NoticeOn) = (notice, severity, link, on);
        Version++;
    }
}

/// <summary>
/// What takes two admins, so that one stolen session is not enough: relaxing a rule, which one admin can make stricter, and, while the
/// four-eyes rule holds, changing what readers trust.
/// </summary>
internal enum RelaxedSafeguard
{
    ApprovalRule,

    SecondFactor,

    /// <summary>Name, home page, notice and footer of the site.</summary>
    SiteTexts,

    SavedAddress,

    RemovedAddress,
}

/// <summary>Who must use a second factor.</summary>
internal enum SecondFactorDemand
{
    Nobody,

    Admins,

    AdminsAndEditors,

    Everybody,
}

internal static class SecondFactorDemands
{
    public static bool IsFor(this SecondFactorDemand demand, Role role) => demand switch
    {
        SecondFactorDemand.Admins => role >= Role.Admin,
        SecondFactorDemand.AdminsAndEditors => role >= Role.Editor,
        SecondFactorDemand.Everybody => true,
        _ => false,
    };
}
