using CoalitionCms.Operations.Audit;

namespace CoalitionCms.Operations.Notifications;

/// <summary>What a person is told of their own account.</summary>
public enum NotificationKind
{
    /// <summary>Somebody signed in.</summary>
    SignedIn,

    /// <summary>The password was changed.</summary>
    PasswordChanged,

    /// <summary>A passkey, authenticator app or recovery codes were added or taken away.</summary>
    FactorChanged,
}

/// <summary>A notice that waits to be sent. It knows the account by its id alone.</summary>
internal sealed record Notification(Guid AccountId, NotificationKind Kind, DateTime AtUtc)
{
    /// <summary>The notice that a line of the log makes, or null.</summary>
    public static Notification? Of(AuditEntry line) => KindOf(line.Verb) is { } kind && Guid.TryParse(line.ObjectId, out var id) ? new(id, kind, line.AtUtc) : null;

    private static NotificationKind? KindOf(string verb) => verb switch
    {
        AuditVerb.SignedIn => NotificationKind.SignedIn,
        AuditVerb.AccountPasswordChanged => NotificationKind.PasswordChanged,
        AuditVerb.AccountPasskeyAdded or AuditVerb.AccountPasskeyRemoved or AuditVerb.AccountAppAdded or AuditVerb.AccountAppRemoved
            or AuditVerb.AccountRecoveryCodesMade or AuditVerb.AccountFactorsRemoved => NotificationKind.FactorChanged,
        _ => null,
    };
}
