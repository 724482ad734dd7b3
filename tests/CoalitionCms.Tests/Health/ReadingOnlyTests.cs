using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Audit;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Health;

/// <summary>The site is kept up for reading alone.</summary>
public sealed class ReadingOnlyTests
{
    private const string Switch = "/admin/health/reading-only";

    [OnEachDatabase]
    public async Task Sign_in_and_every_form_are_closed_and_the_site_stays_up(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var admin = await site.SignInAsync(Role.Admin);
        using var member = await site.SignInAsync(Role.Member);
        using var visitor = site.Visit();
        var (draft, login) = (await member.GetAsync("/admin/articles/new"), await visitor.GetAsync("/account/login"));
        var before = await site.AuditHeadAsync();
        (await admin.SubmitAsync(await admin.GetAsync(Switch), "main form[method=post]")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("Read-only mode is on");

        (await visitor.GetAsync("/")).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync("/zh-Hans/articles")).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync("/account/login")).ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldSay("Read-only at the moment");
        (await visitor.SubmitAsync(login, "form[method=post]", ("Input.Email", "a@coalition.example"), ("Input.Password", "x")))
            .ShouldHave(HttpStatusCode.ServiceUnavailable);
        (await visitor.PostAsync("/account/join?code=x")).ShouldHave(HttpStatusCode.ServiceUnavailable);
        (await member.SubmitAsync(draft, "main form[method=post]", ("Entry.Title", "Late"))).ShouldHave(HttpStatusCode.ServiceUnavailable)
            .ShouldSay("your browser still has it");
        (await member.GetAsync("/admin/articles")).ShouldHave(HttpStatusCode.OK);
        (await member.PostAsync(Switch, ("on", "false"))).Status.ShouldNotBe(HttpStatusCode.OK);
        visitor.Sends["Accept-Language"] = "ko";
        (await visitor.GetAsync("/account/login")).ShouldSay("지금은 읽기만 할 수 있습니다").Header("Retry-After").ShouldBe("3600");

        (await member.SubmitAsync(await member.GetAsync("/admin"), "form[action='/account/logout']")).Url.AbsolutePath.ShouldBe(
            "/account/login");
        (await admin.SubmitAsync(await admin.GetAsync("/admin/health"), "main form[method=post]")).ShouldHave(HttpStatusCode.OK)
            .One("#readingonly .badge").TextContent.ShouldContain("Look");
        (await admin.SubmitAsync(await admin.GetAsync(Switch), "main form[method=post]")).ShouldSay("Read-only mode is off");
        (await visitor.GetAsync("/account/login")).ShouldHave(HttpStatusCode.OK);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.ReadingOnlyOn, AuditVerb.SignedOut, AuditVerb.ReadingOnlyOff]);
    }

    [OnEachDatabase]
    public async Task The_setting_holds_it_on_whatever_the_switch_says(DatabaseKind database)
    {
        await using var site =
            await CmsSite.StartAsync(database,
            new SiteOptions { Settings = new Dictionary<string, string?> { ["Cms:ReadOnly"] = "true" } });
        using var visitor = site.Visit();

        (await visitor.GetAsync("/account/login")).ShouldHave(HttpStatusCode.ServiceUnavailable);
        (await visitor.GetAsync("/")).ShouldHave(HttpStatusCode.OK);
        var result = await site.AskAsync((CoalitionCms.Features.Settings.Actions.SwitchReadingOnly turn) =>
            turn.RunAsync(Actor.CommandLine, on: false, TestContext.Current.CancellationToken));
        result.Errors.ShouldHaveSingleItem().Key.ShouldBe("ReadingOnly.Held");
    }

    [Fact]
    public async Task The_command_closes_and_opens_a_running_site_at_once()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        using var visitor = site.Visit();

        (await site.RunAsync("readonly", "on")).ExitCode.ShouldBe(0);
        (await visitor.GetAsync("/account/login")).ShouldHave(HttpStatusCode.ServiceUnavailable);
        (await site.RunAsync("readonly", "status")).Output.ShouldStartWith("Read-only mode: on, since ");
        (await site.RunAsync("readonly", "off")).ExitCode.ShouldBe(0);
        (await visitor.GetAsync("/account/login")).ShouldHave(HttpStatusCode.OK);
    }
}
