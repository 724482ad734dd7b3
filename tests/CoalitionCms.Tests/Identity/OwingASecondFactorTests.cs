using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Tests.House;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class OwingASecondFactorTests
{
    private static readonly string[] OpenPages =
        ["/account/confirm", "/account/factors", "/account/factors/app", "/account/factors/passkey", "/account/logout"];

    [OnEachDatabase]
    public async Task An_admin_without_a_second_factor_can_do_nothing_but_add_one(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, _) = await site.HireAsync(Role.Admin);
        await site.DemandAsync(SecondFactorDemand.Admins);
        using var admin = site.VisitFromElsewhere();
        var landed = (await admin.TryAsync(email)).ShouldHave(HttpStatusCode.OK).ShouldSay("Your role needs a second factor");
        landed.Path.ShouldBe("/account/factors");
        landed.AllOf(".side a[href^='/admin']").ShouldBeEmpty();
        var token = landed.One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var before = await site.AuditHeadAsync();
        foreach (var page in (await PageInventory.PagesAsync(site))
            .Where(p => p.Surface is Surface.Admin or Surface.Own && !OpenPages.Contains(p.Route)))
        {
            var answer = await admin.SendAsync(HttpMethod.Get, page.Path);
            Assert.True(answer.Status == HttpStatusCode.Found
                && answer.Headers.Location!.OriginalString.EndsWith("/account/factors", StringComparison.Ordinal),
                $"{page.Route}\n{answer}");
            if (page.Handles("Post"))
            {
                foreach (var handler in page.PostHandlers)
                {
                    var path = handler.Length == 0 ? page.Path : $"{page.Path}?handler={handler}";
                    (await admin.PostAsync(path, ("__RequestVerificationToken", token), ("Input.Role", "Admin")))
                        .ShouldHave(HttpStatusCode.Forbidden).ShouldSay("Add a second factor first");
                }
            }
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();

        await admin.AddAppAsync(site);

        (await admin.GetAsync("/admin/accounts")).ShouldHave(HttpStatusCode.OK).Path.ShouldBe("/admin/accounts");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AccountAppAdded]);
    }

    [OnEachDatabase]
    public async Task A_new_site_leads_its_first_admin_from_the_set_up_link_to_a_second_factor(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy with { OnEmptyDatabase = true });
        await site.AskAsync(async (DatabaseSetup setup) =>
        {
            await setup.MigrateAsync(Actor.System, TestContext.Current.CancellationToken);
            return true;
        });
        await using var scope = site.Services.CreateAsyncScope();
        using var printed = new StringWriter();
        await SetupLink.PrintIfNeededAsync(scope.ServiceProvider,
            new Terminal(printed, TextWriter.Null, TextReader.Null, isInteractive: false), TestContext.Current.CancellationToken);
        var link = printed.ToString().Split('\n').Single(l => l.Contains("http", StringComparison.Ordinal)).Trim();
        using var admin = site.VisitFromElsewhere();
        await admin.SubmitAsync(await admin.GetAsync(new Uri(link).PathAndQuery), "main form", ("Input.Name", "Mira Tan"),
            ("Input.Email", "first@coalition.example"), ("Input.Password", SigningIn.Password));

        var landed = await admin.TryAsync("first@coalition.example");

        landed.Path.ShouldBe("/account/factors");
        landed.ShouldSay("Your role needs a second factor here").AllOf("nav a[hreflang]").Count.ShouldBe(Language.All.Count);
        (await admin.GetAsync("/admin/settings")).Path.ShouldBe("/account/factors");
        (await admin.AddAppAsync(site)).Codes.Count.ShouldBe(10);
        (await admin.GetAsync("/admin/settings")).ShouldHave(HttpStatusCode.OK).One("#Demand option[selected]").GetAttribute("value")
            .ShouldBe("Admins");

        // Members and editors decide for themselves, until somebody demands it of everybody.
        using var member = site.VisitFromElsewhere();
        await member.SignInAsync((await site.HireAsync(Role.Member)).Email);
        (await member.GetAsync("/admin")).Path.ShouldBe("/admin");
        (await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), "form[action$=Demand]", ("Demand", "Everybody")))
            .ShouldSay("The settings are saved.");
        (await member.GetAsync("/admin")).Path.ShouldBe("/account/factors");
    }

    [OnEachDatabase]
    public async Task What_nobody_has_set_yet_is_loosened_by_two_as_well(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy with { OnEmptyDatabase = true });
        await site.AskAsync(async (DatabaseSetup setup) =>
        {
            await setup.MigrateAsync(Actor.System, TestContext.Current.CancellationToken);
            return true;
        });
        var one = Actor.Account((await site.HireAsync(Role.Admin)).Id, Role.Admin);
        var other = Actor.Account((await site.HireAsync(Role.Admin)).Id, Role.Admin);
        var token = TestContext.Current.CancellationToken;
        (await site.AskAsync((DemandSecondFactor demand) => demand.RunAsync(one, SecondFactorDemand.Nobody, token))).Value.ShouldBeTrue();
        (await site.AskAsync((SecondFactors factors) => factors.IsDemandedAsync(Role.Admin, token))).ShouldBeTrue();
        var request = await site.InDatabaseAsync(db => db.Set<AdminRequest>().Select(r => r.Id).SingleAsync(token));
        (await site.AskAsync((DecideOnAdmin decide) => decide.RunAsync(other, request, approve: true, token))).IsDone.ShouldBeTrue();
        (await site.AskAsync((SecondFactors factors) => factors.IsDemandedAsync(Role.Admin, token))).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task A_new_demand_counts_at_once_for_those_it_is_for_and_costs_nobody_what_was_typed(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        using var member = await site.SignInAsync(Role.Member);
        using var editor = await site.SignInAsync(Role.Editor);
        using var admin = await site.SignInAsync(Role.Admin);
        var typing = await editor.GetAsync("/admin/articles/new");
        var before = await site.AuditHeadAsync();

        await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), "form[action$=Demand]", ("Demand", "AdminsAndEditors"));

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.SecondFactorDemanded]);
        (await member.GetAsync("/admin")).Path.ShouldBe("/admin");
        (await admin.GetAsync("/admin")).Path.ShouldBe("/account/factors");
        var kept =
            await editor.SubmitAsync(typing, "form.editor", "button[value=save]", ("Entry.Title", "Typed before the demand"),
            ("Entry.Body", "Words."));
        kept.ShouldHave(HttpStatusCode.Forbidden).ShouldSay("Typed before the demand");
        await editor.AddAppAsync(site);
        (await editor.SubmitAsync(kept, "main form")).ShouldHave(HttpStatusCode.OK);
        (await site.InDatabaseAsync(db =>
            db.Set<TextRevision>().CountAsync(r => r.Title == "Typed before the demand", TestContext.Current.CancellationToken)))
            .ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task The_last_factor_stays_while_one_is_demanded(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        using var admin = await site.SignInAsync(Role.Admin);
        await admin.AddAppAsync(site);
        await site.DemandAsync(SecondFactorDemand.Admins);
        (await admin.SubmitAsync(await admin.GetAsync("/account/factors"), "form[action$=RemoveApp]")).ShouldSay("This is your last one");
        await site.DemandAsync(SecondFactorDemand.Nobody);
        (await admin.SubmitAsync(await admin.GetAsync("/account/factors"), "form[action$=RemoveApp]")).ShouldSay("It is removed");
        (await site.InDatabaseAsync(db => db.Set<Account>().SingleAsync(TestContext.Current.CancellationToken))).Count(FactorKind.Code)
            .ShouldBe(0);
    }

    [OnEachDatabase]
    public async Task An_admin_helps_somebody_who_lost_everything_and_members_cannot(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, id) = await site.HireAsync(Role.Member);
        using var person = site.VisitFromElsewhere();
        await person.SignInAsync(email);
        await person.AddAppAsync(site);
        (await site.AskAsync((RemoveFactors remove) =>
            remove.RunAsync(Actor.Account(id, Role.Member), id, TestContext.Current.CancellationToken))).IsDone.ShouldBeFalse();
        using var admin = await site.SignInAsync(Role.Admin);
        var before = await site.AuditHeadAsync();

        (await admin.SubmitAsync(await admin.GetAsync($"/admin/accounts/{id}"), "form[action$=Factors]"))
            .ShouldSay("The second factors are removed");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.AccountFactorsRemoved]);
        (await person.IsSignedInAsync()).ShouldBeFalse();
        await person.SignInAsync(email);
    }

    [OnEachDatabase]
    public async Task The_table_of_permissions_says_what_the_rule_says(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        using var admin = await site.SignInAsync(Role.Admin);
        var rows = (await admin.GetAsync("/admin/accounts/roles")).AllOf("tbody tr")
            .Select(r => string.Join(' ', r.QuerySelectorAll("td").Select(c => c.TextContent))).ToList();
        rows.ShouldBe([.. Enum.GetValues<Permission>()
            .Select(p => string.Join(' ', Enum.GetValues<Role>().Select(r => Actor.Account(Guid.Empty, r).May(p) ? "Yes" : "No")))]);
        rows.ShouldContain("No No Yes");
    }
}
