using CoalitionCms.Operations.Audit;
using CoalitionCms.Features.Events;
using CoalitionCms.Content;
using CoalitionCms.Web;
using CoalitionCms.Integrity;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Home.Admin;

/// <summary>The first page after signing in: links to start writing, unfinished drafts, and the state of the log.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class DashboardModel(
    EntryAdminQueries queries, ReviewAdminQueries reviews, AuditAdminQueries audit, AttendanceOverTime attendance, NamesInTexts names,
    ClockAdminQueries clock)
    : StaffPage
{
    public IReadOnlyList<EntryAdminRow> Drafts { get; private set; } = [];
    public IReadOnlyList<EntryAdminRow> Changed { get; private set; } = [];
    public IReadOnlyList<EntryAdminRow> Scheduled { get; private set; } = [];

    /// <summary>Revisions that wait for the actor's review; null when the actor reviews nothing.</summary>
    public IReadOnlyList<WaitingRow>? Waiting { get; private set; }

    /// <summary>Event attendance by month; null when the actor does not take attendance.</summary>
    public IReadOnlyList<AttendanceMonth>? Attendance { get; private set; }

    /// <summary>The newest audit entry; null when the actor may not see the log.</summary>
    public ChainHead? Head { get; private set; }

    /// <summary>The jump of the host's clock that the actor should look at, or null.</summary>
    public ClockJump? Jump { get; private set; }

    public int Withdrawals { get; private set; }

    /// <summary>Members with an open question whether their name may be shown more openly than they allowed.</summary>
    public IReadOnlyList<Guid> NameQuestions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Jump = await clock.WaitingAsync(Actor, cancellationToken);
        Drafts = await queries.UnfinishedAsync(Actor, EntryState.Draft, cancellationToken);
        Changed = await queries.UnfinishedAsync(Actor, EntryState.PublishedWithChanges, cancellationToken);
        Scheduled = await queries.UnfinishedAsync(Actor, EntryState.Scheduled, cancellationToken);
        Waiting = EntryRights.MayReview(Actor) ? [.. (await reviews.QueueAsync(Actor, 5, cancellationToken)).Where(w => !w.IsOwn)] : null;
        Attendance = await attendance.ReadAsync(Actor, cancellationToken);
        Withdrawals = await names.RecentWithdrawalsAsync(Actor, cancellationToken);
        NameQuestions = await names.OpenQuestionsAsync(Actor, cancellationToken);
        Head = Actor.May(Permission.ManageAccounts) ? await audit.HeadAsync(cancellationToken) : null;
    }
}
