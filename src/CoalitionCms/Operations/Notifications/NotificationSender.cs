using CoalitionCms.Identity;
using CoalitionCms.Data.Audit;
using System.Threading.Channels;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Notifications;

/// <param name="SentAt">When a notification was last sent; null if none was.</param>
/// <param name="FailedAt">When one last failed; null if none has failed since.</param>
/// <param name="Failure">The type of the error.</param>
internal sealed record NotificationState(DateTime? SentAt, DateTime? FailedAt, string Failure);

/// <summary>
/// Sends notifications in the background, triggered by log entries. Nothing waits for a mail; a failed one is retried twice and then
/// dropped.
/// </summary>
internal sealed class NotificationSender(
    IServiceScopeFactory scopes, CommittedEntries committed, CmsOptions options, TimeProvider clock, ILogger<NotificationSender> log)
    : BackgroundService
{
    private const int Most = 1_000;
    private static readonly TimeSpan[] Waits = [TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2)];

    // Bounded: a flood of sign-ins drops the oldest notifications but does not affect the site.
    private readonly Channel<Notification> waiting = Channel.CreateBounded<Notification>(
        new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public NotificationState State { get; private set; } = new(null, null, "");

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Smtp.IsOn)
        {
            committed.Committed += Take;
        }

        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        committed.Committed -= Take;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var notification in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await SendAsync(notification, stoppingToken);
        }
    }

    private void Take(IReadOnlyList<AuditEntry> lines)
    {
        foreach (var notification in lines.Select(Notification.Of).OfType<Notification>())
        {
            waiting.Writer.TryWrite(notification);
        }
    }

    private async Task SendAsync(Notification notification, CancellationToken stoppingToken)
    {
        foreach (var wait in Waits)
        {
            await Task.Delay(wait, clock, stoppingToken);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var account = await scope.ServiceProvider.GetRequiredService<CmsDbContext>().Set<Account>().AsNoTracking()
                    .Where(a => a.Id == notification.AccountId).Select(a => new { a.Email, a.Language })
                    .SingleOrDefaultAsync(stoppingToken);
                if (account?.Email is { } address)
                {
                    await scope.ServiceProvider.GetRequiredService<NotificationMail>()
                        .SendAsync(notification, address, Language.Find(account.Language) ?? Language.English, stoppingToken);
                    State = new(clock.NowToMillisecond(), null, "");
                }

                return;
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // Security: only the type of the error; the server's message may contain the address.
                State = State with { FailedAt = clock.NowToMillisecond(), Failure = problem.GetType().Name };
                log.LogWarning("A notice ({Kind}) could not be sent. {Type}", notification.Kind, problem.GetType().Name);
            }
        }
    }
}

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
}

/// <summary>A queued notification. It has only the id of the account.</summary>
internal sealed record Notification(Guid AccountId, NotificationKind Kind, DateTime AtUtc)
{
    /// <summary>Returns the notification for a log entry, or null.</summary>
    public static Notification? Of(AuditEntry line) =>
        KindOf(line.Verb) is { } kind && Guid.TryParse(line.ObjectId, out var id) ? new(id, kind, line.AtUtc) : null;

    private static NotificationKind? KindOf(string verb) => verb switch
    {
        AuditVerb.SignedIn => NotificationKind.SignedIn,
        AuditVerb.AccountPasswordChanged => NotificationKind.PasswordChanged,
        AuditVerb.AccountPasskeyAdded or AuditVerb.AccountPasskeyRemoved or AuditVerb.AccountAppAdded or AuditVerb.AccountAppRemoved
            or AuditVerb.AccountRecoveryCodesMade or AuditVerb.AccountFactorsRemoved => NotificationKind.FactorChanged,
        AuditVerb.ConsentLoosened or AuditVerb.ConsentAsked => NotificationKind.NameLoosened,
        AuditVerb.SecondStepClosed => NotificationKind.CodesGuessed,
        _ => null,
    };
}
