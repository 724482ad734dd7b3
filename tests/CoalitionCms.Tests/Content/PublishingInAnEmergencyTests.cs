using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>
/// When people would come to harm by waiting, an admin publishes alone, after proving again who they are, and the log says so for good.
/// </summary>
public sealed class PublishingInAnEmergencyTests(Sites sites) : IClassFixture<Sites>
{
    private const string Reason = "A hearing was moved to this evening.";

    [OnEachDatabase]
    public async Task It_is_published_at_once_and_marked_in_the_log(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        var entry = await admin.WriteAsync("Emergency one", "Cannot wait.");
        var before = await site.AuditHeadAsync();

        (await PublishAsync(admin, entry)).ShouldSay("Published. It is on the site now.");

        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryEmergency, AuditVerb.EntryPublishedUnapproved]);
        (await site.LoggedSinceAsync(before)).ShouldContain(Reason);
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/emergency-one")).ShouldSay("Cannot wait.");
    }

    [OnEachDatabase]
    public async Task Members_and_editors_have_no_emergencies(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        foreach (var role in (Role[])[Role.Member, Role.Editor])
        {
            using var author = await site.SignInAsync(role);
            var entry = await author.WriteAsync($"No emergency of {role}");
            var before = await site.AuditHeadAsync();

            (await author.GetAsync($"/admin/emergency/{entry:D}")).Status.ShouldNotBe(HttpStatusCode.OK);
            (await author.AttackAsync($"/admin/emergency/{entry:D}", ("Version", "1"),
                ("Reason", Reason))).Status.ShouldNotBe(HttpStatusCode.OK);

            (await site.PublicSlugAsync(entry)).ShouldBeNull();
            (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        }
    }

    [OnEachDatabase]
    public async Task Who_signed_in_a_while_ago_proves_again_who_they_are_first(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        var entry = await admin.WriteAsync("Emergency later");
        var opened = await admin.GetAsync($"/admin/emergency/{entry:D}");
        site.Clock.Move(TimeSpan.FromMinutes(11));
        var before = await site.AuditHeadAsync();

        (await admin.GetAsync($"/admin/emergency/{entry:D}")).Url.AbsolutePath.ShouldBe("/account/confirm");
        (await admin.SubmitAsync(opened, "main form[method=post]", ("Reason", Reason))).ShouldHave(HttpStatusCode.Forbidden)
            .ShouldSay("Confirm it is you").Body.ShouldContain(Reason);
        (await site.AuditedSinceAsync(before)).ShouldNotContain(AuditVerb.EntryPublishedUnapproved);
        (await site.PublicSlugAsync(entry)).ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task A_reason_of_a_word_is_none_and_a_version_not_seen_is_not_published(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);
        using var author = await site.SignInAsync(Role.Admin);
        var entry = await author.WriteAsync("Emergency unseen");
        (await PublishAsync(admin, entry, reason: "Now")).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Write why this cannot wait");

        var page = await admin.GetAsync($"/admin/emergency/{entry:D}");
        await author.ReviseAsync(entry, "save", ("Entry.Body", "Slipped in."));
        await admin.SubmitAsync(page, "main form[method=post]", ("Reason", Reason));

        (await site.PublicSlugAsync(entry)).ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task A_warning_can_be_confirmed_in_an_emergency_too_and_only_by_its_tick(DatabaseKind database)
    {
        var site = await SiteAsync(database);
        await site.AddMemberAsync("Hidden Hazel", "隐示例");
        using var admin = await site.SignInAsync(Role.Admin);
        var entry = await admin.WriteAsync("Emergency with a name", "Hidden Hazel was taken.");

        var refused = (await PublishAsync(admin, entry)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("The checklist has a warning.").ShouldSay("names members who must not be named in public");

        (await admin.SubmitAsync(refused, "main form[method=post]", ("Despite", "true"))).ShouldSay("Published.");
    }

    private static async Task<WebPage> PublishAsync(Browser admin, Guid entry, string reason = Reason) => await admin.SubmitAsync(
        (await admin.GetAsync($"/admin/emergency/{entry:D}")).ShouldHave(HttpStatusCode.OK), "main form[method=post]", ("Reason", reason));

    private async Task<CmsSite> SiteAsync(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(needsApproval: true);
        return site;
    }
}
