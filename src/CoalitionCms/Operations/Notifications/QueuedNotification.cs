using System.Text.Json;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Operations.Notifications;

/// <summary>The kinds of notification about an account.</summary>
internal enum NotificationKind
{
    SignedIn,

    PasswordChanged,

    /// <summary>A passkey, authenticator app or recovery codes were added or removed.</summary>
    FactorChanged,

    /// <summary>Staff made the person's name more public, or requested it.</summary>
    NameLoosened,

    /// <summary>Someone with the correct password entered many wrong codes.</summary>
    CodesGuessed,

    /// <summary>Somebody made a remark on a text of the person's.</summary>
    Remarked,
}

/// <summary>
/// A notification that waits to be sent. It has only the id of the account; address and language are read when it is sent.
/// </summary>
internal sealed class QueuedNotification
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public NotificationKind Kind { get; init; }
    public DateTime AtUtc { get; init; }
    public int Tries { get; private set; }

    /// <summary>When it is tried, or tried again, at the earliest.</summary>
    public DateTime DueAt { get; private set; }

    /// <summary>Returns the notification for a log entry, or null.</summary>
    public static QueuedNotification? Of(AuditEntry line) =>
        KindOf(line.Verb) is { } kind && (kind == NotificationKind.Remarked ? AuthorIn(line)
            : Guid.TryParse(line.ObjectId, out var account) ? account : null) is { } id
            ? new() { Id = Guid.CreateVersion7(), AccountId = id, Kind = kind, AtUtc = line.AtUtc, DueAt = line.AtUtc }
            : null;

    /// <summary>The author of the text that an entry is about; null when it is nobody, or who did it.</summary>
    private static Guid? AuthorIn(AuditEntry line)
    {
        using var details = JsonDocument.Parse(line.Details);
        return details.RootElement.TryGetProperty("author", out var author) && author.ValueKind == JsonValueKind.String
            && author.TryGetGuid(out var id) && line.Actor != id.ToString("D") ? id : null;
    }

    private static NotificationKind? KindOf(string verb) => verb switch
    {
        AuditVerb.SignedIn => NotificationKind.SignedIn,
        AuditVerb.AccountPasswordChanged => NotificationKind.PasswordChanged,
        AuditVerb.AccountPasskeyAdded or AuditVerb.AccountPasskeyRemoved or AuditVerb.AccountAppAdded or AuditVerb.AccountAppRemoved
            or AuditVerb.AccountRecoveryCodesMade or AuditVerb.AccountFactorsRemoved => NotificationKind.FactorChanged,
        AuditVerb.ConsentLoosened or AuditVerb.ConsentAsked => NotificationKind.NameLoosened,
        AuditVerb.SecondStepClosed => NotificationKind.CodesGuessed,
        AuditVerb.EntryRemarked => NotificationKind.Remarked,
        _ => null,
    };
}

internal sealed class QueuedNotificationsTable : IEntityTypeConfiguration<QueuedNotification>
{
    public void Configure(EntityTypeBuilder<QueuedNotification> notification)
    {
        notification.ToTable("QueuedNotifications");
        notification.Property(n => n.Id).ValueGeneratedNever();
        notification.HasIndex(n => n.DueAt);
    }
}

/// <summary>
/// Queues notifications in the save of the log entries that they are about, so that nobody is notified of a change that was rolled back.
/// </summary>
internal sealed class NotificationQueue(CmsOptions options) : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (options.Smtp.IsOn && eventData.Context is { } db)
        {
            db.AddRange(db.ChangeTracker.Entries<AuditEntry>().Where(e => e.State == EntityState.Added)
                .Select(e => QueuedNotification.Of(e.Entity)).OfType<QueuedNotification>().ToList());
        }

        return ValueTask.FromResult(result);
    }
}
