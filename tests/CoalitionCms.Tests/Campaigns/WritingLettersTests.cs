using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.People;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Campaigns;

public sealed class WritingLettersTests(Sites sites) : IClassFixture<Sites>
{
    private static Appeal Asking { get; } = new()
    {
        Addressees =
        [
            new(LocalText.Of([new("en", "The Director of Prisons"), new("zh-Hans", "监狱局局长")]),
                [LocalText.Of("en", "1 Hall Road"), LocalText.Of("en", "Eastland")], LocalText.Of("en", "Dear Director,")),
            new(LocalText.Of("en", "The Minister of Justice"), [], LocalText.Empty),
        ],
        Demands =
        [LocalText.Of([new("en", "Release Lin Anhe at once."), new("zh-Hans", "立即释放林安和。")]), LocalText.Of("en", "Let a doctor see her.")],
        Actions = [LocalText.Of("en", "Read her poems aloud.")],
        Avoid = LocalText.Of("en", "the name of her publisher"),
        ShareText = LocalText.Of("en", "A poet is in prison for a book."),
    };

    [OnEachDatabase]
    public async Task A_letter_has_its_addressee_the_demands_and_the_name_in_both_scripts(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (person, _) = await CampaignAsync(site, "letter", CampaignState.Active, Cast.Poet);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("林安和", slug: "letter-zh"), Cast.Poet, "zh-Hans", person));
        var visitor = site.Visit();

        var page = (await visitor.GetAsync("/people/letter-person/letter")).ShouldHave(HttpStatusCode.OK);
        var chinese = (await visitor.GetAsync("/zh-Hans/people/letter-zh/letter")).ShouldHave(HttpStatusCode.OK);
        var campaign = (await visitor.GetAsync("/campaigns/letter")).ShouldHave(HttpStatusCode.OK);

        page.AllOf(".letter").Count.ShouldBe(2);
        page.One(".letter address").TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ShouldBe(["The Director of Prisons", "1 Hall Road", "Eastland"]);
        page.ShouldSay("Dear Director,").ShouldSay("Concerning: Lin Anhe (林安和)").ShouldSay("Believed imprisoned, as of March 2026")
            .ShouldSay("since 4 June 2022").ShouldSay("Inciting nothing in particular").ShouldSay("family name: Lin")
            .ShouldSay("the name of her publisher");
        page.AllOf(".letter")[0].QuerySelectorAll("ul li").Select(l => l.TextContent)
            .ShouldBe(["Release Lin Anhe at once.", "Let a doctor see her."]);
        page.AllOf(".letter")[1].TextContent.ShouldContain("Dear Sir or Madam,");
        page.AllOf("main form, main script, main input").ShouldBeEmpty();
        chinese.ShouldSay("立即释放林安和。").ShouldSay("监狱局局长").ShouldSay("1 Hall Road").ShouldNotHold("Release Lin Anhe");
        campaign.ShouldSay("Read her poems aloud.").One("a[href='/people/letter-person/letter']");
        campaign.One(".pass").TextContent.ShouldContain("A poet is in prison for a book.");
        campaign.One("a[href^='mailto:']").GetAttribute("href")!.ShouldContain(Uri.EscapeDataString("A poet is in prison for a book."));
        (await visitor.GetAsync("/people/letter-person")).One(".act a[href='/people/letter-person/letter']");
    }

    [OnEachDatabase]
    public async Task Nobody_writes_for_a_campaign_that_is_over_or_for_somebody_who_is_free(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await CampaignAsync(site, "over", CampaignState.Won, Cast.Poet);
        await CampaignAsync(site, "rests", CampaignState.Paused, Cast.Poet);
        await CampaignAsync(site, "free", CampaignState.Active, Cast.Poet with { Status = CaseStatus.Released, Episodes = [] });
        var (_, withdrawn) = await CampaignAsync(site, "back", CampaignState.Active, Cast.Poet);
        var visitor = site.Visit();
        (await visitor.GetAsync("/people/back-person/letter")).ShouldHave(HttpStatusCode.OK);
        await site.WithdrawAsync(withdrawn);

        foreach (var slug in new[] { "over", "rests", "free", "back" })
        {
            var letter = await visitor.GetAsync($"/people/{slug}-person/letter");
            letter.ShouldHave(slug == "free" ? HttpStatusCode.OK : HttpStatusCode.NotFound).AllOf(".letter").ShouldBeEmpty();
            (await visitor.GetAsync($"/people/{slug}-person")).AllOf("a[href$='/letter']").ShouldBeEmpty();
        }

        (await visitor.GetAsync("/people/free-person/letter")).ShouldSay("No letter is needed any more").ShouldSay("is no longer held")
            .One("meta[name=robots]").GetAttribute("content").ShouldBe("noindex");
        (await visitor.GetAsync("/campaigns/over")).ShouldNotHold("/letter\"");
        (await visitor.GetAsync("/people/none/letter")).ShouldHave(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/people/letter-person/letter?campaign=none")).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task A_poster_has_the_name_large_the_state_and_the_demand(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await CampaignAsync(site, "poster", CampaignState.Active, Cast.Poet);

        var page = (await site.Visit().GetAsync("/people/poster-person/poster")).ShouldHave(HttpStatusCode.OK);

        page.AllOf(".poster h1 bdi").Select(b => b.TextContent).ShouldBe(["Lin Anhe", "林安和"]);
        page.One(".demand").TextContent.ShouldBe("Release Lin Anhe at once.");
        page.ShouldSay("Believed imprisoned, as of March 2026").ShouldSay("http://localhost:5000/people/poster-person");
    }

    [OnEachDatabase]
    public async Task The_appeal_is_written_in_the_browser_and_what_is_wrong_stands_beside_its_field(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var editor = await site.SignInAsync(Role.Editor);
        var page =
            await editor.SubmitAsync(await editor.GetAsync("/admin/campaigns/new"), "form.editor", "button[value=add-addressee]",
            ("Entry.Title", "Typed appeal"));
        var before = await site.AuditHeadAsync();

        var refused = await editor.SubmitAsync(page, "form.editor", ".editbar button[value=save]", [
            ("Entry.Title", "Typed appeal"), ("Facts.Addressees[1].Address", "1 Hall Road\nEastland"),
                ("Facts.Demands", string.Join('\n', Enumerable.Range(1, 11)))]);
        refused.One("#Facts_Addressees_1__Name-error").TextContent.ShouldContain("Write whom the letter is addressed to");
        refused.One("#Facts_Demands-error").TextContent.ShouldContain("room for 10");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();

        var saved = await editor.SubmitAsync(refused, "form.editor", ".editbar button[value=publish]", [
            ("Facts.Addressees[1].Name", "The Director"), ("Facts.Demands", "Release her.\n\nLet a doctor see her."),
                ("Facts.State", "Paused"), ("Facts.PausedOn", "2026-04")]);

        saved.ShouldHave(HttpStatusCode.OK).AllOf(".errors").ShouldBeEmpty();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved, AuditVerb.EntryPublished]);
        saved.One("#Facts_Addressees_0__Name").GetAttribute("value").ShouldBe("The Director");
        saved.One("#Facts_Addressees_0__Address").TextContent.Trim().ReplaceLineEndings("|").ShouldBe("1 Hall Road|Eastland");
        saved.One("#Facts_Demands").TextContent.Trim().ReplaceLineEndings("|").ShouldBe("Release her.|Let a doctor see her.");
        (await site.Visit().GetAsync("/campaigns/typed-appeal")).ShouldSay("Release her.").ShouldSay("paused since April 2026");
    }

    [Fact]
    public void Lines_of_one_language_change_and_those_of_others_stay()
    {
        IReadOnlyList<LocalText> lines = [LocalText.Of([new("en", "One"), new("ko", "하나")]), LocalText.Of("en", "Two")];

        var changed = LanguageTexts.With(lines, "ko", "일\n \n이\n삼");

        LanguageTexts.In(changed, "ko").ShouldBe("일\n이\n삼");
        LanguageTexts.In(changed, "en").ShouldBe("One\nTwo");
        LanguageTexts.With(changed, "ko", "").ShouldBe([LocalText.Of("en", "One"), LocalText.Of("en", "Two")]);
        LanguageTexts.For(changed, Language.Find("ug")!).Language.ShouldBe("en");
    }

    private static async Task<(Guid Person, CoalitionCms.Content.Actions.SaveEntry.Saved Campaign)> CampaignAsync(CmsSite site, string slug,
        CampaignState state, PersonFacts facts)
    {
        var person = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Lin Anhe", slug: slug + "-person"), facts));
        var campaign = CampaignFacts.None with { State = state, People = [person.ItemId], Appeal = Asking };
        return (person.ItemId, await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("Free the poet", slug: slug),
            campaign)));
    }
}
