using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.Health;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Home.Admin;

/// <summary>The first page after signing in: what waits for the reader, what is begun, what comes, and the state of the site.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class DashboardModel(
    NeedsQueries needs, FirstStepsQueries firstSteps, EntryAdminQueries queries, EventQueries events, AuditAdminQueries audit,
    HealthGlance health, AttendanceOverTime attendance, ClockAdminQueries clock)
    : StaffPage
{
    public IReadOnlyList<FirstStep> Steps { get; private set; } = [];
    public IReadOnlyList<Need> Needs { get; private set; } = [];
    public IReadOnlyList<EntryAdminRow> Drafts { get; private set; } = [];
    public IReadOnlyList<EntryAdminRow> Changed { get; private set; } = [];
    public IReadOnlyList<EntryAdminRow> Scheduled { get; private set; } = [];
    public IReadOnlyList<EntryAdminRow> Published { get; private set; } = [];

    /// <summary>The next public events; none for somebody who does not take attendance.</summary>
    public IReadOnlyList<EventCard> Events { get; private set; } = [];

    /// <summary>Event attendance by month; null when the actor does not take attendance, or there were no events.</summary>
    public IReadOnlyList<AttendanceMonth>? Attendance { get; private set; }

    /// <summary>The newest audit entry; null when the actor may not see the log.</summary>
    public ChainHead? Head { get; private set; }

    public int Problems => health.Problems;

    /// <summary>The jump of the host's clock that the actor should look at, or null.</summary>
    public ClockJump? Jump { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Jump = await clock.WaitingAsync(Actor, cancellationToken);
        Steps = await firstSteps.ReadAsync(Actor, cancellationToken);
        Needs = await needs.ReadAsync(Actor, cancellationToken);
        Drafts = await queries.UnfinishedAsync(Actor, EntryState.Draft, cancellationToken);
        Changed = await queries.UnfinishedAsync(Actor, EntryState.PublishedWithChanges, cancellationToken);
        Scheduled = await queries.UnfinishedAsync(Actor, EntryState.Scheduled, cancellationToken);
        Published = await queries.LatelyPublicAsync(Actor, HttpContext.Language(), cancellationToken);
        if (Actor.May(Permission.TakeAttendance))
        {
            Events = await events.NextAsync(HttpContext.Language(), 3, cancellationToken);
            Attendance = await attendance.ReadAsync(Actor, cancellationToken) is { } months && months.Any(m => m.Events > 0)
                ? months
                : null;
        }

        Head = Actor.May(Permission.ManageAccounts) ? await audit.HeadAsync(cancellationToken) : null;
    }
}
