using CoalitionCms.Identity;
using CoalitionCms.Data.Audit;
using System.Threading.Channels;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Notifications;

/// <param name="SentAt">When a notice last went out; null when none did.</param>
/// <param name="FailedAt">When one last could not; null when none failed since.</param>
/// <param name="Failure">What kind of error it was.</param>
internal sealed record NotificationState(DateTime? SentAt, DateTime? FailedAt, string Failure);

/// <summary>
/// Sends notices in the background, as the log tells of what they are about. Nobody waits for a mail; one that cannot be sent is tried
/// again twice and then given up.
/// </summary>
internal sealed class NotificationSender(
    IServiceScopeFactory scopes, CommittedEntries committed, CmsOptions options, TimeProvider clock, ILogger<NotificationSender> log)
    : BackgroundService
{
    private const int Most = 1_000;
    private static readonly TimeSpan[] Waits = [TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2)];

    // Bounded: a flood of sign-ins drops the oldest notices, never the site.
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
                // Security: the kind of error alone; a server's own words may hold the address.
                State = State with { FailedAt = clock.NowToMillisecond(), Failure = problem.GetType().Name };
                log.LogWarning("A notice ({Kind}) could not be sent. {Type}", notification.Kind, problem.GetType().Name);
            }
        }
    }
}

/// <summary>What a person is told of their own account.</summary>
internal enum NotificationKind
{
    SignedIn,

    PasswordChanged,

    /// <summary>A passkey, authenticator app or recovery codes were added or taken away.</summary>
    FactorChanged,

    /// <summary>Staff made the person's name more public, or asked to.</summary>
    NameLoosened,

    /// <summary>Somebody with the right password typed many wrong codes.</summary>
    CodesGuessed,
}

/// <summary>A notice that waits to be sent. It knows the account by its id alone.</summary>
internal sealed record Notification(Guid AccountId, NotificationKind Kind, DateTime AtUtc)
{
    /// <summary>The notice that a line of the log makes, or null.</summary>
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
