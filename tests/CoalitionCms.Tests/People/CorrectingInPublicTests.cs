using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.People;

/// <summary>What was put right is said in public: of a case, an article and a photo;
/// and what is no longer true is told to the editor.</summary>
public sealed class CorrectingInPublicTests(Sites sites) : IClassFixture<Sites>
{
    private const string Form = "form.editor";

    [OnEachDatabase]
    public async Task A_correction_of_a_case_is_written_in_the_browser_and_read_after_it_is_published(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var editor = await site.SignInAsync(Role.Editor);
        var saved = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Corrected Case", slug: "corrected-case"), Poet));
        var form = await editor.GetAsync($"/admin/people/{saved.EntryId}");

        var refused = await editor.SubmitAsync(form, Form, ".editbar button[value=save]", ("Facts.Corrections[0].Why", "A court said so."));
        refused.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("Say when it was corrected.").ShouldSay("Say what was changed.");
        refused = await editor.SubmitAsync(refused, Form, ".editbar button[value=save]", ("Facts.Corrections[0].On", "2026-13-01"));
        refused.One("#Facts_Corrections_0__On-error").TextContent.ShouldStartWith("There is no such day");
        refused.One("#errors a[href='#Facts_Corrections_0__On']").TextContent.ShouldStartWith("Corrected on: There is no such day");
        refused = await editor.SubmitAsync(refused, Form, ".editbar button[value=save]", ("Facts.Corrections[0].On", "2126-05-02"),
            ("Facts.Corrections[0].What", "To come"));
        refused.One("#Facts_Corrections_0__On-error").TextContent.ShouldStartWith("This day is still to come");
        var draft = await editor.SubmitAsync(refused, Form, ".editbar button[value=save]", ("Facts.Corrections[0].On", "2026-05-02"),
            ("Facts.Corrections[0].What", "The sentence is nine years, not ten."), ("Facts.Corrections[0].DisputedBy", "Example Ministry"));
        draft.ShouldHave(HttpStatusCode.OK).AllOf("input[name$='.What']").Count.ShouldBe(2);
        (await site.Visit().GetAsync("/people/corrected-case")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("nine years, not ten");
        (await editor.SubmitAsync(draft, Form, ".editbar button[value=publish]")).ShouldHave(HttpStatusCode.OK);

        var read = (await site.Visit().GetAsync("/people/corrected-case")).ShouldHave(HttpStatusCode.OK);
        read.One("section[aria-labelledby=corrections]").TextContent.ShouldContain("2 May 2026");
        read.ShouldSay("The sentence is nine years, not ten. A court said so.").ShouldSay("Disputed by: Example Ministry");
    }

    [Fact]
    public async Task A_correction_of_an_article_is_on_its_page_and_in_its_data()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        await site.PublishArticleAsync(Words("Corrected article", slug: "corrected-article"), facts: ArticleFacts.None with
        {
            Corrections = [new(new DateOnly(2026, 5, 3), LocalText.Of("en", "The rally was on Friday."), LocalText.Empty, "")],
        });

        var read = (await site.Visit().GetAsync("/articles/corrected-article")).ShouldHave(HttpStatusCode.OK);

        read.ShouldSay("Corrections 3 May 2026 The rally was on Friday.");
        read.One("script[type='application/ld+json']").TextContent.ShouldContain(
            "\"correction\":[\"2026-05-03: The rally was on Friday.\"]");
    }

    [Fact]
    public async Task A_photo_says_its_source_and_whom_it_shows_and_never_who_checked_it()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(9), "A face");
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Pictured", slug: "pictured"), Poet with { Photo = photo }));
        await site.PublishArticleAsync(Words("With a photo", Library.InText(photo), "with-a-photo"));
        var before = await site.AuditHeadAsync();

        var saved =
            await editor.SubmitAsync(await editor.GetAsync($"/admin/media/{photo}"), "form#describe", ("Input.Source", "Family album"),
            ("Input.Shows", "Believed"), ("Input.CheckedBy", "Secret Checker"), ("Input.CheckedOn", "2026-05-01"),
            ("Input.Corrections[0].On", "2026-05-02"), ("Input.Corrections[0].What", "It was shown under another name."));

        saved.ShouldHave(HttpStatusCode.OK).One("input[name='Input.CheckedBy']").GetAttribute("value").ShouldBe("Secret Checker");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.MediaDescribed]);
        foreach (var path in (string[])["/people/pictured", "/articles/with-a-photo"])
        {
            (await site.Visit().GetAsync(path)).ShouldSay("Source: Family album The photo is believed to show this person. "
                + "Checked on 1 May 2026. Corrected on 2 May 2026: It was shown under another name.").ShouldNotHold("Secret Checker");
        }
    }

    [Fact]
    public async Task What_still_says_that_a_free_person_is_held_is_listed_for_the_editor()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        var person = await site.PublishAsync(await site.SaveAsync(EntryKind.Person,
            Words("Freed One", "Lin Anhe is serving nine years.", "freed-one"), Poet));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("获释者", "她仍在狱中。", "freed-zh"), Poet, "zh-Hans", person.ItemId));
        var campaign = await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("Free the poet", slug: "free-the-poet"),
            CampaignFacts.None with { People = [person.ItemId] }));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Page, Words("Our poets", "Lin Anhe remains in prison.", "our-poets"),
            CoalitionCms.Features.Pages.PageFacts.None));
        await site.PublishArticleAsync(Words("Old news", "In 2023 we wrote: Lin Anhe is in prison.", "old-news"));
        var path = $"/admin/people/{person.EntryId}";
        var held = (await editor.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
        held.Text.ShouldNotContain("no longer held");

        var freed = await editor.SubmitAsync(held, Form, ".editbar button[value=save]", ("Facts.Status", "Released"),
            ("Facts.Episodes[0].Ended", "true"));

        freed.ShouldHave(HttpStatusCode.OK)
            .ShouldSay("This person is no longer held. Active campaigns still ask for their freedom: 1. Free the poet")
            .ShouldSay("Public texts that still say that the person is held: 3.");
        freed.AllOf("#checks a").Select(a => a.TextContent).ShouldBe(["Free the poet", "Freed One", "获释者", "Our poets"], ignoreOrder: true);
        freed.One($"#checks a[href='{SiteUrls.Edit(EntryKind.Campaign, campaign.EntryId)}']");
    }

    [Fact]
    public async Task The_sheet_for_the_united_nations_is_in_its_order_lists_what_is_missing_and_reaches_no_reader()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        var person = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Lin Anhe", slug: "un-case"), Poet));
        var path = SiteUrls.UnSheet(person.EntryId);

        var empty = (await editor.GetAsync(path)).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("Do not send this sheet: the family has not agreed.");
        empty.AllOf("article.un dt").Count.ShouldBe(26);
        empty.AllOf("article.un h2").Select(h => h.TextContent.Split('.')[0]).ShouldBe(["I", "II", "III", "IV", "V", "VI", "VII"]);
        empty.ShouldSay("I.3 Sex").ShouldSay("Lin (林)").ShouldSay("Inciting nothing in particular (无端煽动罪)");
        var before = await site.AuditHeadAsync();
        var saved =
            await editor.SubmitAsync(empty, "main form", ("Input.Consent", "Given"), ("Input.ConsentNote", "Her Sister, by telephone"),
            ("Input.Answers[Sex]", "Female"), ("Input.Answers[Remedies]", "Unanswered complaint"));

        saved.ShouldHave(HttpStatusCode.OK).ShouldSay("The sheet is saved.").Text.ShouldNotContain("Do not send");
        saved.Text.ShouldNotContain("I.3 Sex");
        saved.AllOf("article.un dd").Select(d => d.TextContent).ShouldContain("Female");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntrySaved]);
        (await site.LoggedSinceAsync(before)).ShouldNotContain("Sister");
        var pending = await editor.GetAsync($"/admin/people/{person.EntryId}");
        pending.ShouldHave(HttpStatusCode.OK).AllOf("#pending-facts").ShouldBeEmpty("No answer becomes public.");
        (await editor.SubmitAsync(await editor.GetAsync($"/admin/people/{person.EntryId}"), Form, ".editbar button[value=publish]",
            ("Facts.Born", "1962"))).ShouldHave(HttpStatusCode.OK);
        (await editor.GetAsync(path)).ShouldSay("Unanswered complaint");
        foreach (var read in (string[])["/people/un-case", "/people.json", "/people.csv", "/people/un-case/letter", "/search?q=Unanswered"])
        {
            (await site.Visit().GetAsync(read)).ShouldNotHold("Her Sister").ShouldNotHold("Unanswered complaint");
        }

        using var member = await site.SignInAsync(Role.Member);
        (await member.GetAsync(path)).ShouldHave(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_envelope_has_the_native_name_and_the_address_as_the_post_reads_it_and_no_campaign_is_needed()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var mail = new PrisonMail("100000\n北京市示例区一号\n示例监狱\nCHINA", "zh-Hans", LocalText.Of("en", "Chinese only"),
            LocalText.Of("en", "anything about her poems"));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Lin Anhe", slug: "written-to"), Poet with { Mail = mail }));
        var freed = Poet with { Mail = mail, Status = CaseStatus.Released, Episodes = [Held("2022-06-04", ended: true)] };
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Free", slug: "free-of-letters"), freed));
        var visitor = site.Visit();

        (await visitor.GetAsync("/people/written-to")).One(".act a[href='/people/written-to/letter#envelope']");
        var page = (await visitor.GetAsync("/people/written-to/letter")).ShouldHave(HttpStatusCode.OK).ShouldSay("Write to Lin Anhe (林安和)")
            .ShouldSay("Language: Chinese only").ShouldSay("Do not write: anything about her poems");
        var label = page.One(".envelope address");
        label.GetAttribute("lang").ShouldBe("zh-Hans");
        label.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ShouldBe(["100000", "北京市示例区一号", "示例监狱", "CHINA", "林安和 收"]);
        page.AllOf("main form, main script, main input").ShouldBeEmpty();
        (await visitor.GetAsync("/people/free-of-letters/letter")).ShouldHave(HttpStatusCode.OK).AllOf(".envelope").ShouldBeEmpty();
        (await visitor.GetAsync("/people/free-of-letters")).AllOf(".act a[href*='/letter']").ShouldBeEmpty();
    }
}
