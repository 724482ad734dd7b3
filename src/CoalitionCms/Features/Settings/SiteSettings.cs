using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>The one row of what an admin sets about the site as a whole.</summary>
public sealed class SiteSettings : IAudited
{
    /// <summary>Days in the trash unless an admin sets others.</summary>
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

    /// <summary>True when nothing is published before somebody else approved it.</summary>
    public bool NeedsApproval { get; private set; }

    /// <summary>Days that things lie in the trash before they are deleted for good.</summary>
    public int TrashDays { get; private set; } = UsualTrashDays;

    /// <summary>True when the file that a photo was made of is kept, encrypted, as evidence.</summary>
    public bool KeepsOriginals { get; private set; }

    public SecondFactorDemand SecondFactor { get; private set; }
    public long Version { get; private set; }

    public void Introduce(LocalText name, LocalText heading, LocalText lede)
    {
        (Name, Heading, Lede) = (name, heading, lede);
        Version++;
    }

    /// <summary>Sets how things become public and how long what is deleted can be had back.</summary>
    public void Rule(bool needsApproval, int trashDays, bool keepsOriginals)
    {
        (NeedsApproval, TrashDays, KeepsOriginals) = (needsApproval, trashDays, keepsOriginals);
        Version++;
    }

    /// <summary>Sets of whom a second factor is demanded.</summary>
    public void Demand(SecondFactorDemand demand)
    {
        SecondFactor = demand;
        Version++;
    }

    public void Announce(LocalText notice, NoticeSeverity severity, string link, DateOnly? on)
    {
        (Notice, NoticeSeverity, NoticeLink, NoticeOn) = (notice, severity, link, on);
        Version++;
    }
}

/// <summary>
/// A rule that protects the site from one stolen session. Making it stricter is one admin's act, loosening it is two admins'.
/// </summary>
public enum RelaxedSafeguard
{
    ApprovalRule,

    SecondFactor,
}

/// <summary>Of whom the site demands a second factor.</summary>
public enum SecondFactorDemand
{
    Nobody,

    Admins,

    AdminsAndEditors,
}

public static class SecondFactorDemands
{
    public static bool IsFor(this SecondFactorDemand demand, Role role) => demand switch
    {
        SecondFactorDemand.Admins => role >= Role.Admin,
        SecondFactorDemand.AdminsAndEditors => role >= Role.Editor,
        _ => false,
    };
}
