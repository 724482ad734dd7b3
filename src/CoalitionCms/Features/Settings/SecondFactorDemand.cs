using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>Of whom the site demands a second factor.</summary>
public enum SecondFactorDemand
{
    /// <summary>Everybody decides for themselves.</summary>
    Nobody,

    /// <summary>Of admins.</summary>
    Admins,

    /// <summary>Of admins and editors.</summary>
    AdminsAndEditors,
}

/// <summary>Whom a demand is for.</summary>
public static class SecondFactorDemands
{
    /// <summary>True when it is for this role.</summary>
    public static bool IsFor(this SecondFactorDemand demand, Role role) => demand switch
    {
        SecondFactorDemand.Admins => role >= Role.Admin,
        SecondFactorDemand.AdminsAndEditors => role >= Role.Editor,
        _ => false,
    };
}
