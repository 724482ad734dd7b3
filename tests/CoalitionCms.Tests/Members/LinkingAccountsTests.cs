using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Members;

/// <summary>One account is one member's, and only who manages accounts says so.</summary>
public sealed class LinkingAccountsTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task An_admin_links_and_unlinks_and_the_log_tells(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (one, other) = (await site.AddMemberAsync("Feng Yi", "冯一"), await site.AddMemberAsync("Gu Er", "顾二"));
        var (_, account) = await site.HireAsync(Role.Member, "Feng at home");
        using var admin = await site.SignInAsync(Role.Admin);
        var before = await site.AuditHeadAsync();
        var stale = await admin.GetAsync(SiteUrls.MemberAccount(other));

        (await SaveAsync(one, account)).ShouldHave(HttpStatusCode.OK).ShouldSay("The account is linked with this member.");
        (await admin.GetAsync(SiteUrls.MemberAccount(other))).ShouldNotHold(account.ToString("D"));
        (await admin.SubmitAsync(stale, "main form", ("Input.AccountId", account.ToString("D"))))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("linked with somebody else");
        (await SaveAsync(one, null)).ShouldSay("No account is linked with this member now.");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MemberLinked, AuditVerb.MemberUnlinked]);
        (await site.LoggedSinceAsync(before)).ShouldContain(account.ToString("D"));
        (await admin.GetAsync(SiteUrls.Member(one))).ShouldSay("Account of this member");

        async Task<WebPage> SaveAsync(Guid member, Guid? id) =>
            await admin.SubmitAsync(await admin.GetAsync(SiteUrls.MemberAccount(member)), "main form",
                ("Input.AccountId", id?.ToString("D") ?? ""));
    }

    [OnEachDatabase]
    public async Task An_editor_cannot_make_a_member_of_their_own_account(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Hua San", "华三");
        var (email, account) = await site.HireAsync(Role.Editor);
        using var editor = site.Visit();
        await editor.SignInAsync(email);
        var token = (await editor.GetAsync(SiteUrls.NewMember)).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var before = await site.AuditHeadAsync();

        (await editor.GetAsync(SiteUrls.MemberAccount(member))).ShouldHave(HttpStatusCode.Forbidden);
        (await editor.PostAsync(SiteUrls.MemberAccount(member), ("__RequestVerificationToken", token),
            ("Input.AccountId", account.ToString("D")), ("Input.Version", "1"))).ShouldHave(HttpStatusCode.Forbidden);
        (await editor.GetAsync(SiteUrls.Member(member))).ShouldNotHold(SiteUrls.MemberAccount(member));

        // Security: neither by a field that the roster's own form does not have.
        var form = await editor.GetAsync(SiteUrls.Member(member));
        (await editor.PostAsync(SiteUrls.Member(member), ("__RequestVerificationToken", token), ("Input.RomanisedName", "Hua San"),
            ("Input.NativeName", "华三"), ("Input.NativeLanguage", "zh-Hans"),
            ("Input.Version", form.One("input[name='Input.Version']").GetAttribute("value")!), ("Input.AccountId", account.ToString("D"))))
            .ShouldHave(HttpStatusCode.OK);
        (await site.AskAsync((LinkAccount link) =>
            link.RunAsync(Actor.Account(account, Role.Editor), new(member, account, 1),
            TestContext.Current.CancellationToken))).Errors.Select(r => r.Key).ShouldBe(["Members.NotAllowed"]);
        (await site.InDatabaseAsync(db =>
            db.Set<Member>().Where(m => m.Id == member).Select(m => m.AccountId).SingleAsync(TestContext.Current.CancellationToken)))
            .ShouldBeNull();
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }
}
