using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class OpeningLinksTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task The_set_up_link_makes_the_first_admin_and_then_nobody(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var old = await PrintedLinkAsync(site);
        var link = await PrintedLinkAsync(site);
        using var browser = site.VisitFromElsewhere();
        (await browser.GetAsync(old)).ShouldHave(HttpStatusCode.NotFound);
        var before = await site.AuditHeadAsync();

        var page = await JoinAsync(browser, await browser.GetAsync(link), "first@coalition.example");

        page.ShouldSay("Your account is ready.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AccountCreated]);
        await browser.SignInAsync("first@coalition.example");
        (await browser.GetAsync("/admin/accounts")).ShouldHave(HttpStatusCode.OK).ShouldSay("谭米拉 (Mira Tan)");
        (await browser.GetAsync(link)).ShouldHave(HttpStatusCode.NotFound).ShouldSay("This link does not work");
        (await PrintedAsync(site)).ShouldBe("");
    }

    [OnEachDatabase]
    public async Task A_set_up_link_stops_working_once_somebody_has_an_account(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        using var browser = site.VisitFromElsewhere();
        var form = (await browser.GetAsync(await PrintedLinkAsync(site))).ShouldHave(HttpStatusCode.OK);
        await site.HireAsync(Role.Member);

        (await JoinAsync(browser, form, "late@coalition.example")).ShouldHave(HttpStatusCode.NotFound);
        (await site.InDatabaseAsync(db => db.Set<Account>().CountAsync(TestContext.Current.CancellationToken))).ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task An_invitation_makes_one_account_with_its_role_whatever_the_form_says(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var path = await InviteAsync(site, Role.Member);
        using var browser = site.VisitFromElsewhere();
        var form = (await browser.GetAsync(path)).ShouldSay("the role Member");
        var token = form.One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var email = $"guest-{database}@coalition.example";

        await browser.PostAsync("/account/join", ("__RequestVerificationToken", token),
            ("Input.Code", path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..]), ("Input.Name", "Wen Lu"),
            ("Input.Email", email), ("Input.Password", SigningIn.Password), ("Input.Role", "Admin"), ("Role", "Admin"));

        (await site.InDatabaseAsync(db => db.Set<Account>().ToListAsync(TestContext.Current.CancellationToken)))
            .Single(a => a.Email == email).Role.ShouldBe(Role.Member);
        (await JoinAsync(browser, form, $"second-{database}@coalition.example")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task Of_two_who_open_one_link_at_once_one_gets_in(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var code = (await InviteAsync(site, Role.Editor)).Split('=')[1];
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => site.AskAsync((RedeemLink redeem) => redeem.RunAsync(
            new() { Code = code, Name = "Wen Lu", Email = $"race{i}-{database}@coalition.example", Password = SigningIn.Password },
            language: null, TestContext.Current.CancellationToken))));

        results.Count(o => o.IsDone).ShouldBe(1);
        results.Where(o => !o.IsDone).ShouldAllBe(o => o.Errors.Single() == AccountsErrors.LinkUnusable);
    }

    [OnEachDatabase]
    public async Task A_link_expires_and_a_foreign_or_mangled_code_opens_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (_, id) = await site.HireAsync(Role.Member);
        var invitation = await InviteAsync(site, Role.Member);
        var reset = await ResetLinkAsync(site, id);
        using var browser = site.VisitFromElsewhere();
        string[] wrong =
            [invitation.Replace("join", "reset", StringComparison.Ordinal), reset.Replace("reset", "join", StringComparison.Ordinal),
            invitation[..^1], invitation + "A", "/account/join", "/account/join?code=", "/account/reset?code=%00"];
        foreach (var path in wrong)
        {
            (await browser.GetAsync(path)).ShouldHave(HttpStatusCode.NotFound).ShouldSay("This link does not work");
        }

        (await browser.GetAsync(reset)).ShouldHave(HttpStatusCode.OK);
        site.Clock.Move(TimeSpan.FromMinutes(61));
        (await browser.GetAsync(reset)).ShouldHave(HttpStatusCode.NotFound);
        (await browser.GetAsync(invitation)).ShouldHave(HttpStatusCode.OK);
        site.Clock.Move(TimeSpan.FromHours(72));
        (await browser.GetAsync(invitation)).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task A_reset_link_sets_another_password_once_and_ends_sessions(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, id) = await site.HireAsync(Role.Member);
        using var browser = site.VisitFromElsewhere();
        await browser.SignInAsync(email);
        var replaced = await ResetLinkAsync(site, id);
        var link = await ResetLinkAsync(site, id);
        using var visitor = site.VisitFromElsewhere();
        (await visitor.GetAsync(replaced)).ShouldHave(HttpStatusCode.NotFound);
        var form = await visitor.GetAsync(link);
        (await visitor.SubmitAsync(form, "main form", ("Input.Password", "short"))).ShouldSay("at least 12 characters");

        (await visitor.SubmitAsync(form, "main form", ("Input.Password", "seven green boats drift"))).ShouldSay("Your new password is set");

        (await browser.IsSignedInAsync()).ShouldBeFalse();
        (await visitor.SubmitAsync(form, "main form", ("Input.Password", "eight green boats drift"))).ShouldHave(HttpStatusCode.NotFound);
        await visitor.SignInAsync(email, "seven green boats drift");
    }

    [OnEachDatabase]
    public async Task A_reset_link_in_hand_is_void_once_the_account_is_disabled(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (_, id) = await site.HireAsync(Role.Member);
        var link = await ResetLinkAsync(site, id);
        await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken));
        using var visitor = site.VisitFromElsewhere();

        (await visitor.GetAsync(link)).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task The_database_holds_no_code_that_would_open_anything(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var code = (await InviteAsync(site, Role.Admin)).Split('=')[1];
        var (hashes, details) = await site.InDatabaseAsync(async db => (
            await db.Set<AccountLink>().Select(l => l.CodeHash).ToListAsync(TestContext.Current.CancellationToken),
            await db.AuditEntries.Select(e => e.Details).ToListAsync(TestContext.Current.CancellationToken)));

        hashes.ShouldContain(OneTimeCode.HashOf(code));
        hashes.ShouldNotContain(code);
        details.ShouldAllBe(d => !d.Contains(code, StringComparison.Ordinal));
        Convert.FromBase64String(code.Replace('-', '+').Replace('_', '/') + "=").Length.ShouldBe(32);
    }

    [OnEachDatabase]
    public async Task Links_end_with_the_rights_of_who_made_them_and_do_not_come_back(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.HireAsync(Role.Admin);
        foreach (var what in new[]
        {
            "disabled", "disabled and enabled", "demoted", "demoted and promoted", "reset", "freed of factors", "signed out everywhere",
            "signed out elsewhere", "one factor less", "one factor more", "one session ended",
        })
        {
            var (email, makerId) = await site.HireAsync(Role.Admin);
            var (_, member) = await site.HireAsync(Role.Member);
            var maker = Actor.Account(makerId, Role.Admin);
            using var stolen = site.VisitFromElsewhere();
            await stolen.SignInAsync(email);
            var invitation = PathOf((await site.AskAsync((InviteAccount invite) =>
                invite.RunAsync(maker, new() { Role = Role.Member }, TestContext.Current.CancellationToken))).Value.Url);
            var reset = PathOf((await site.AskAsync((MakeResetLink make) =>
                make.RunAsync(maker, member, TestContext.Current.CancellationToken))).Value.Url);
            using var browser = site.VisitFromElsewhere();
            var join = (await browser.GetAsync(invitation)).ShouldHave(HttpStatusCode.OK);
            (await browser.GetAsync(reset)).ShouldHave(HttpStatusCode.OK);

            await EndAsync(site, email, makerId, what);

            (await browser.GetAsync(invitation)).ShouldHave(HttpStatusCode.NotFound);
            (await browser.GetAsync(reset)).ShouldHave(HttpStatusCode.NotFound);
            (await JoinAsync(browser, join, $"{Guid.CreateVersion7():N}@coalition.example")).ShouldHave(HttpStatusCode.NotFound);
        }
    }

    [OnEachDatabase]
    public async Task A_link_that_was_being_made_while_its_maker_lost_the_right_opens_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.HireAsync(Role.Admin);
        var (_, member) = await site.HireAsync(Role.Member);
        foreach (var what in new[] { "disabled", "demoted" })
        {
            var (email, makerId) = await site.HireAsync(Role.Admin);
            await EndAsync(site, email, makerId, what);

            // As that request still sees its maker.
            var maker = Actor.Account(makerId, Role.Admin);
            var invitation = PathOf((await site.AskAsync((InviteAccount invite) =>
                invite.RunAsync(maker, new() { Role = Role.Member }, TestContext.Current.CancellationToken))).Value.Url);
            var reset = PathOf((await site.AskAsync((MakeResetLink make) =>
                make.RunAsync(maker, member, TestContext.Current.CancellationToken))).Value.Url);

            using var browser = site.VisitFromElsewhere();
            (await browser.GetAsync(invitation)).ShouldHave(HttpStatusCode.NotFound);
            (await browser.GetAsync(reset)).ShouldHave(HttpStatusCode.NotFound);
        }
    }

    private static async Task EndAsync(CmsSite site, string email, Guid maker, string what)
    {
        var token = TestContext.Current.CancellationToken;
        if (what is "signed out everywhere" or "signed out elsewhere" or "one session ended"
            || what.StartsWith("one factor", StringComparison.Ordinal))
        {
            using var own = site.VisitFromElsewhere();
            await own.SignInAsync(email);
            if (what == "one factor more")
            {
                await own.AddAppAsync(site);
            }
            else if (what == "one factor less")
            {
                await own.AddAppAsync(site);
                await own.SubmitAsync(await own.GetAsync("/account/factors"), "form[action$=RemoveApp]");
            }
            else if (what == "one session ended")
            {
                await own.SubmitAsync(await own.GetAsync("/account/sessions"), "form[action$='handler=End']");
            }
            else
            {
                await own.SubmitAsync(await own.GetAsync(what == "signed out everywhere" ? "/account" : "/account/sessions"),
                    what == "signed out everywhere" ? "form[action$=Everywhere]" : "form[action$=Others]");
            }
        }

        if (what.StartsWith("disabled", StringComparison.Ordinal))
        {
            await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, maker, token));
        }

        if (what.EndsWith("enabled", StringComparison.Ordinal))
        {
            await site.AskAsync((EnableAccount enable) => enable.RunAsync(Actor.CommandLine, maker, token));
        }

        if (what.StartsWith("demoted", StringComparison.Ordinal))
        {
            await site.AskAsync((ChangeRole change) => change.RunAsync(Actor.CommandLine, maker, Role.Editor, token));
        }

        if (what.EndsWith("promoted", StringComparison.Ordinal))
        {
            await site.AskAsync((ChangeRole change) => change.RunAsync(Actor.CommandLine, maker, Role.Admin, token));
        }

        if (what == "freed of factors")
        {
            await site.AskAsync((RemoveFactors remove) => remove.RunAsync(Actor.CommandLine, maker, token));
        }

        if (what == "reset")
        {
            var link = await ResetLinkAsync(site, maker);
            await site.AskAsync((ResetPassword reset) => reset.RunAsync(
                new() { Code = link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..], Password = "another lantern umbrella" }, token));
        }
    }

    private static Task<WebPage> JoinAsync(Browser browser, WebPage form, string email) => browser.SubmitAsync(
        form, "main form", ("Input.Name", "谭米拉"), ("Input.LatinName", "Mira Tan"), ("Input.Email", email),
        ("Input.Password", SigningIn.Password));

    private static async Task<string> InviteAsync(CmsSite site, Role role) => PathOf((await site.AskAsync((InviteAccount invite) =>
        invite.RunAsync(Actor.CommandLine, new() { Role = role }, TestContext.Current.CancellationToken))).Value.Url);

    private static async Task<string> ResetLinkAsync(CmsSite site, Guid id) => PathOf((await site.AskAsync((MakeResetLink reset) =>
        reset.RunAsync(Actor.CommandLine, id, TestContext.Current.CancellationToken))).Value.Url);

    private static async Task<string> PrintedLinkAsync(CmsSite site) =>
        PathOf((await PrintedAsync(site)).Split('\n').Single(l => l.Contains("http", StringComparison.Ordinal)).Trim());

    private static async Task<string> PrintedAsync(CmsSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        using var printed = new StringWriter();
        await SetupLink.PrintIfNeededAsync(scope.ServiceProvider,
            new Terminal(printed, TextWriter.Null, TextReader.Null, isInteractive: false), TestContext.Current.CancellationToken);
        return printed.ToString();
    }

    private static string PathOf(string url) => new Uri(url).PathAndQuery;
}
