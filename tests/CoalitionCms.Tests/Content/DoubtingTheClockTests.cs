using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Audit;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>The host's clock is wrong, for a minute or for good: nothing comes out early, and nothing in the trash is lost.</summary>
public sealed class DoubtingTheClockTests
{
    private static readonly TimeSpan Far = TimeSpan.FromDays(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task Forty_days_for_a_minute_publish_nothing_and_empty_no_trash_until_an_admin_has_looked(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (embargoed, trashed) = await PrepareAsync(site);
        await RunAsync(site);
        var before = await site.AuditHeadAsync();

        site.Clock.Jump(Far);
        await RunAsync(site);
        site.Clock.Jump(-Far);
        await RunAsync(site);

        await IsUntouchedAsync(site, embargoed, trashed);
        using var editor = await site.SignInAsync(Role.Editor);
        (await editor.GetAsync("/admin")).ShouldNotHold("jumped");
        (await editor.AttackAsync("/admin/health?handler=Clock")).ShouldHave(HttpStatusCode.Forbidden);
        using var admin = await site.SignInAsync(Role.Admin);
        var health = (await admin.GetAsync("/admin/health")).ShouldHave(HttpStatusCode.OK);
        health.One("#clock .badge").TextContent.ShouldContain("Act now");
        health.One("#clock").TextContent.ShouldContain("nothing scheduled is published");
        var dashboard = await admin.GetAsync("/admin");
        dashboard.ShouldSay("The host’s clock jumped from 2026-05-14");
        (await admin.SubmitAsync(dashboard, "main form[action*='handler=Clock']")).ShouldHave(HttpStatusCode.OK)
            .One("#clock .badge").TextContent.ShouldContain("OK");
        (await site.AuditedSinceAsync(before)).Where(v => v.StartsWith("site.", StringComparison.Ordinal)).Distinct()
            .ShouldBe([AuditVerb.ClockJumped, AuditVerb.ClockConfirmed]);

        await RunAsync(site);
        await IsUntouchedAsync(site, embargoed, trashed);
        site.Clock.Move(Far);
        await RunAsync(site);
        (await site.PublicSlugAsync(embargoed)).ShouldNotBeNull();
    }

    [OnEachDatabase]
    public async Task A_clock_that_stays_wrong_is_in_doubt_after_a_restart_too(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (embargoed, trashed) = await PrepareAsync(site);
        await RunAsync(site);
        site.Clock.Jump(Far);
        await RunAsync(site);

        await site.RestartAsync(TimeSpan.Zero);
        await RunAsync(site);
        await IsUntouchedAsync(site, embargoed, trashed);

        (await site.RunAsync("clock", "status")).Output.ShouldContain("The clock jumped from 2026-05-14");
        Newsroom.Check(await site.AskAsync((ConfirmClock confirm) => confirm.RunAsync(Actor.CommandLine, Token)));
        (await site.RunAsync("clock", "status")).Output.ShouldBe("The clock did not jump.");
        await RunAsync(site);
        (await site.PublicSlugAsync(embargoed)).ShouldNotBeNull();
        (await site.InDatabaseAsync(db => db.Set<Entry>().AnyAsync(e => e.Id == trashed, Token))).ShouldBeFalse();

        // What was confirmed is not asked about again, without a restart either.
        site.Clock.Jump(Far);
        await RunAsync(site);
        (await IsInDoubtAsync(site)).ShouldBeTrue();
        Newsroom.Check(await site.AskAsync((ConfirmClock confirm) => confirm.RunAsync(Actor.CommandLine, Token)));
        await RunAsync(site);
        (await IsInDoubtAsync(site)).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task A_clock_that_jumped_while_the_program_was_not_running_is_asked_about(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (embargoed, trashed) = await PrepareAsync(site);

        await site.RestartAsync(Far);

        // What is written before the first look has the time of the new clock.
        await site.RuleAsync(trashDays: 8);
        await RunAsync(site);

        await IsUntouchedAsync(site, embargoed, trashed);
    }

    [OnEachDatabase]
    public async Task A_clock_that_goes_back_is_in_doubt_while_running_and_at_the_next_start(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await RunAsync(site);

        // Long after the newest entry of the log, which is no help then.
        site.Clock.Move(TimeSpan.FromDays(1));
        site.Clock.Jump(TimeSpan.FromMinutes(-9));
        await RunAsync(site);
        (await IsInDoubtAsync(site)).ShouldBeFalse("Nine minutes happen.");

        site.Clock.Jump(TimeSpan.FromMinutes(-9));
        await RunAsync(site);
        (await IsInDoubtAsync(site)).ShouldBeTrue();
        (await site.RunAsync("clock", "confirm")).ExitCode.ShouldBe(0);

        // The command line has a clock of its own, months ahead of this one: its entry is the newest of the log.
        await site.RestartAsync(TimeSpan.Zero);
        await RunAsync(site);
        (await IsInDoubtAsync(site)).ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task Time_that_passes_is_no_jump(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (embargoed, trashed) = await PrepareAsync(site);
        await RunAsync(site);

        site.Clock.Move(Far);
        await RunAsync(site);

        (await IsInDoubtAsync(site)).ShouldBeFalse();
        (await site.PublicSlugAsync(embargoed)).ShouldNotBeNull();
        (await site.InDatabaseAsync(db => db.Set<Entry>().AnyAsync(e => e.Id == trashed, Token))).ShouldBeFalse();
    }

    private static Task<TimeSpan> RunAsync(CmsSite site) => site.Services.GetRequiredService<PublishingClock>().RunOnceAsync(Token);

    private static async Task<bool> IsInDoubtAsync(CmsSite site) =>
        await site.InDatabaseAsync(db => ClockJump.WaitingAsync(db, Token)) is not null;

    private static async Task<(Guid Embargoed, Guid Trashed)> PrepareAsync(CmsSite site)
    {
        await site.RuleAsync(trashDays: 7);
        var embargoed = await site.SaveAsync(EntryKind.Article, Writing.Words("Embargoed"), Features.Articles.ArticleFacts.None);
        Newsroom.Check(await site.TryScheduleAsync(Actor.CommandLine, embargoed.EntryId, TimeSpan.FromDays(30).TotalMinutes));
        using var mira = await site.SignInAsync(Role.Member);
        var trashed = await mira.WriteAsync("In the trash");
        await mira.SubmitAsync(await mira.GetAsync($"/admin/trash/{trashed:D}"), "main form[method=post]");
        return (embargoed.EntryId, trashed);
    }

    private static async Task IsUntouchedAsync(CmsSite site, Guid embargoed, Guid trashed)
    {
        (await site.PublicSlugAsync(embargoed)).ShouldBeNull();
        (await site.InDatabaseAsync(db => db.Set<Entry>().AnyAsync(e => e.Id == trashed && e.TrashedAt != null, Token))).ShouldBeTrue();
    }
}
