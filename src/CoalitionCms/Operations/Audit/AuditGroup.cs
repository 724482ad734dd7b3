using System.Reflection;

namespace CoalitionCms.Operations.Audit;

/// <summary>Verbs of the log by what they are about, for the filter.</summary>
public enum AuditGroup
{
    /// <summary>Texts: saved, reviewed, published.</summary>
    Content,

    /// <summary>Photos and files.</summary>
    Media,

    /// <summary>Members and who came to events.</summary>
    People,

    /// <summary>Settings, addresses, the switch for reading only.</summary>
    Site,

    /// <summary>Accounts and links to them.</summary>
    Accounts,

    /// <summary>Signing in and out.</summary>
    SignIns,

    /// <summary>The database, the log itself, and what came in at once.</summary>
    System,
}

/// <summary>Which verbs a group has. A new verb falls into one by its first word.</summary>
internal static class AuditGroups
{
    private static readonly ILookup<AuditGroup, string> Verbs = typeof(AuditVerb).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (string)f.GetRawConstantValue()!).ToLookup(Of);

    public static List<string> In(AuditGroup group) => [.. Verbs[group]];

    private static AuditGroup Of(string verb) => verb.Split('.')[0] switch
    {
        "entry" or "event" => AuditGroup.Content,
        "media" => AuditGroup.Media,
        "attendance" or "member" or "person" or "consent" or "certificate" => AuditGroup.People,
        "settings" or "site" or "address" => AuditGroup.Site,
        "account" => AuditGroup.Accounts,
        "session" => AuditGroup.SignIns,
        _ => AuditGroup.System,
    };
}
