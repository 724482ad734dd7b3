namespace CoalitionCms.Features.Settings;

/// <summary>A rule that protects the site from one stolen session. Making it stricter is one admin's act, loosening it is two admins'.</summary>
public enum RelaxedSafeguard
{
    /// <summary>Somebody else must approve what becomes public.</summary>
    ApprovalRule,

    /// <summary>A second factor is demanded.</summary>
    SecondFactor,
}
