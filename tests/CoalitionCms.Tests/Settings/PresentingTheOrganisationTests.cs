using System.Net;
using AngleSharp.Html.Dom;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Settings;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Settings;

/// <summary>Sign, colour, wordmark, sentence and links of the organisation.</summary>
public sealed class PresentingTheOrganisationTests
{
    private const string Form = "main form";

    [OnEachDatabase]
    public async Task What_the_organisation_says_of_itself_stands_on_every_page_at_once(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var admin = await site.SignInAsync(Role.Admin);
        using var reader = site.Visit();
        var before = await reader.GetAsync("/articles");
        before.One("header .mark").TextContent.ShouldBe("公");
        before.One("header .brand span[lang=zh-Hans]:not(.mark)").TextContent.ShouldBe("公民自由联盟");
        (await reader.GetAsync("/zh-Hans")).One("header .brand span[lang=en]").TextContent.ShouldBe("Coalition for Citizens Rights");
        before.AllOf("link[href*='colour.css']").ShouldBeEmpty();

        (await admin.SubmitAsync(
            await admin.GetAsync("/admin/settings"),
            Form,
            ("Input.Sign", "自"),
            ("Input.Accent", "#7A1F5C"),
            ("Input.Footer[en]", "Founded in 2008."),
            ("Input.Footer[ko]", "2008년에 설립."),
            ("Input.Links", "Donate: https://give.example/us\n联盟：http://social.example/@us"),
            ("Input.Keys", "Letters: 1234 5678 9ABC DEF0"))).ShouldHave(HttpStatusCode.OK).ShouldSay("The settings are saved.");

        var page = await reader.GetAsync("/articles");
        page.One("header .mark").TextContent.ShouldBe("自");
        page.One("footer").TextContent.ShouldContain("Founded in 2008.");
        (await reader.GetAsync("/ko")).One("footer").TextContent.ShouldContain("2008년에 설립.");
        page.One("footer a[href='https://give.example/us']").TextContent.ShouldBe("Donate");
        page.One("footer a[href='http://social.example/@us'][rel~=noreferrer]");
        page.One("footer .fpr").TextContent.ShouldBe("1234 5678 9ABC DEF0");
        foreach (var path in new[] { "/contact", "/zh-Hans/contact", "/official" })
        {
            (await reader.GetAsync(path)).ShouldHave(HttpStatusCode.OK).One("main .fpr").TextContent.ShouldBe("1234 5678 9ABC DEF0");
        }

        var sheet = await reader.GetAsync(page.One("link[href*='colour.css']").GetAttribute("href")!);
        sheet.Header("Content-Type").ShouldBe("text/css; charset=utf-8");
        sheet.Body.ShouldStartWith(":root{--link:#7a1f5c;--accent:#7a1f5c}");

        await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), Form, ("Input.Accent", ""), ("Input.Sign", ""),
            ("Input.Links", ""));
        page = await reader.GetAsync("/articles");
        page.AllOf("link[href*='colour.css']").ShouldBeEmpty();
        page.ShouldNotHold("give.example").One("header .mark").TextContent.ShouldBe("公");
    }

    [OnEachDatabase]
    public async Task The_chosen_campaign_leads_the_home_page_while_it_goes_on(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var admin = await site.SignInAsync(Role.Admin);
        using var reader = site.Visit();
        var older =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Writing.Words("Open the old gate"), CampaignFacts.None));
        foreach (var number in Enumerable.Range(1, 5))
        {
            site.Clock.Move(TimeSpan.FromMinutes(1));
            await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Writing.Words($"Newer {number}"), CampaignFacts.None));
        }

        (await reader.GetAsync("/")).One("#lead").TextContent.ShouldBe("Newer 5");
        var before = await site.AuditHeadAsync();
        (await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), Form, ("Input.Lead", older.ItemId.ToString("D"))))
            .ShouldSay("The settings are saved.")
            .One("select[name='Input.Lead'] option[selected]").TextContent.ShouldBe("Open the old gate");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.SettingsSaved]);

        var home = await reader.GetAsync("/");
        home.One("#lead").TextContent.ShouldBe("Open the old gate");
        home.AllOf("section[aria-labelledby=others] h3").Select(h => h.TextContent).ShouldBe(["Newer 5", "Newer 4", "Newer 3"]);
        (await admin.GetAsync("/admin/audit")).ShouldSay("Open the old gate");

        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Campaign, older, Writing.Words("Open the old gate"),
            CampaignFacts.None with { State = CampaignState.Won, EndedOn = FuzzyDate.On(new DateOnly(2026, 5, 1)) }));
        (await reader.GetAsync("/")).One("#lead").TextContent.ShouldBe("Newer 5");
    }

    [OnEachDatabase]
    public async Task Each_mistake_has_its_sentence_and_nothing_is_saved(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var admin = await site.SignInAsync(Role.Admin);
        (string Field, string Typed, string Sentence)[] mistakes =
        [
            ("Input.Sign", "公民", "Write one character"),
            ("Input.Accent", "blue", "Write the colour as # and six digits"),
            ("Input.Accent", "#fff", "Write the colour as # and six digits"),
            ("Input.Accent", "#000}*{x", "Write the colour as # and six digits"),
            ("Input.Accent", "#3377cc", "This colour is too pale to read"),
            ("Input.Links", "Run: javascript:alert(1)", "is not a web address"),
            ("Input.Links", "Data: data:text/html,x", "is not a web address"),
            ("Input.Links", "Login: https://user:pass@site.example/", "is not a web address"),
            ("Input.Links", "no colon here", "is not complete or too long"),
            ("Input.Keys", string.Join('\n', Enumerable.Repeat("Key: 12", 9)), "There are too many lines"),
            ("Input.Footer[ko]", new string('가', 501), "This has 501 characters; there is room for 500."),
        ];
        foreach (var (field, typed, sentence) in mistakes)
        {
            var again = await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), Form, (field, typed));

            again.ShouldHave(HttpStatusCode.UnprocessableEntity);
            again.One($".field.bad:has([name='{field}']) .err").TextContent.ShouldContain(sentence);
        }

        var reader = site.Visit();
        (await reader.GetAsync("/articles")).ShouldNotHold("javascript:").AllOf("link[href*='colour.css']").ShouldBeEmpty();
        (await reader.GetAsync("/colour.css")).Body.ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_wordmark_is_public_while_it_is_used_and_no_longer(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var admin = await site.SignInAsync(Role.Admin);
        using var reader = site.Visit();

        (await UploadAsync(admin, Library.Document(7), "leaflet.pdf")).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("This is not a picture.");
        (await UploadAsync(admin, Library.Photo(6), "name.jpg")).ShouldHave(HttpStatusCode.Redirect);

        var image = (await reader.GetAsync("/articles")).One("header .brand img");
        image.GetAttribute("alt").ShouldBe("Coalition for Citizens Rights");
        var address = image.GetAttribute("src")!;
        (await reader.GetAsync(address)).ShouldHave(HttpStatusCode.OK).Header("Content-Type").ShouldBe("image/jpeg");

        // Saved again without a new file, it stays.
        await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), Form, ("Input.Sign", "自"));
        (await reader.GetAsync("/articles")).One("header .brand img");
        await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), Form, ("Input.RemovesWordmark", "true"));
        (await reader.GetAsync("/articles")).AllOf("header .brand img").ShouldBeEmpty();
        (await reader.GetAsync(address)).ShouldHave(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("#0b4a8f")]
    [InlineData("#7a1f5c")]
    [InlineData("#000000")]
    [InlineData("#5a0000")]
    public void A_colour_that_can_be_read_on_white_gets_a_form_that_can_be_read_on_black(string text)
    {
        var colour = AccentColour.Read(text)!.Value;

        colour.LeastContrast.ShouldBeGreaterThanOrEqualTo(AccentColour.Readable);
        colour.ToString().ShouldBe(text);
        Contrast(colour.OnDark, new(0x14, 0x14, 0x16)).ShouldBeGreaterThanOrEqualTo(AccentColour.Readable);
        Contrast(colour.OnDark, new(0x3b, 0x16, 0x14)).ShouldBeGreaterThanOrEqualTo(AccentColour.Readable);
    }

    private static async Task<WebPage> UploadAsync(Browser admin, byte[] content, string name)
    {
        var page = await admin.GetAsync("/admin/settings");
        var parts = (MultipartFormDataContent)FormFilling.Collect((IHtmlFormElement)page.One(Form), null).Body;
        parts.Add(new ByteArrayContent(content), "Input.NewWordmark", name);
        var request = new HttpRequestMessage(HttpMethod.Post, page.Url) { Content = parts };
        request.Headers.TryAddWithoutValidation("Origin", page.Url.GetLeftPart(UriPartial.Authority));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        return await admin.SendAsync(request);
    }

    // Written again from the definition of WCAG 2.2.
    private static double Contrast(AccentColour one, AccentColour other)
    {
        double[] luminances = [Luminance(one), Luminance(other)];
        return (luminances.Max() + 0.05) / (luminances.Min() + 0.05);

        static double Luminance(AccentColour c) => (0.2126 * Part(c.Red)) + (0.7152 * Part(c.Green)) + (0.0722 * Part(c.Blue));
        static double Part(byte value) => value / 255d <= 0.03928 ? value / 255d / 12.92 : Math.Pow(((value / 255d) + 0.055) / 1.055, 2.4);
    }
}
