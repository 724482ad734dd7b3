using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.People;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Campaigns;

public sealed class EditingCampaignsTests(Sites sites) : IClassFixture<Sites>
{
    private const string Form = "form.editor";

    [OnEachDatabase]
    public async Task A_campaign_is_written_with_its_people_and_published(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var poet = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Lin Anhe", slug: "campaign-poet"), Cast.Poet));
        var before = await site.AuditHeadAsync();

        var saved = await editor.SubmitAsync(await editor.GetAsync("/admin/campaigns/new"), Form, ".editbar button[value=publish]", [
            ("Entry.Title", "Open the gate"), ("Entry.Body", "Write."), ("Facts.StartedOn", "2025"), ("Facts.EndedOn", "2026-03"),
                ("Facts.State", "Won"),
            ("Facts.Outcome", "The gate is open."), ("Facts.People[1]", poet.ItemId.ToString())]);

        saved.ShouldHave(HttpStatusCode.OK).AllOf(".errors").ShouldBeEmpty();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved, AuditVerb.EntryPublished]);
        (await site.Visit().GetAsync("/campaigns/open-the-gate")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("✓ Won 2025 to March 2026").ShouldSay("The gate is open.").ShouldSay("Lin Anhe (林安和)");
    }

    [OnEachDatabase]
    public async Task Dates_out_of_order_and_an_end_of_what_goes_on_are_refused(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);

        var page = await editor.SubmitAsync(await editor.GetAsync("/admin/campaigns/new"), Form, ".editbar button[value=save]", [
            ("Entry.Title", "Backwards"), ("Facts.StartedOn", "2026"), ("Facts.EndedOn", "2025")]);

        page.One("#Facts_EndedOn-error").TextContent.ShouldContain("This is before the beginning.");
        page.One("#Facts_State-error").TextContent.ShouldContain("Choose won or closed");
    }

    [OnEachDatabase]
    public async Task Somebody_who_does_not_exist_is_refused(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var form = await editor.GetAsync("/admin/campaigns/new");
        var token = form.One("form.editor input[name=__RequestVerificationToken]").GetAttribute("value")!;

        var page =
            await editor.PostAsync("/admin/campaigns/new", ("__RequestVerificationToken", token), ("do", "save"),
            ("Entry.Title", "For a ghost"), ("Entry.Language", "en"), ("Facts.People[0]", Guid.CreateVersion7().ToString()));

        page.One("#Facts_People_0_-error").TextContent.ShouldContain("no longer exists");
        page.Status.ShouldNotBe(HttpStatusCode.InternalServerError);
    }
}
