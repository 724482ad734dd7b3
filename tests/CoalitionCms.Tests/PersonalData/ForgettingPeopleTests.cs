using System.IO.Compression;
using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.PersonalData;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.PersonalData;

/// <summary>What is held about a person, handed over to them, and forgotten so that no byte is left.</summary>
public sealed class ForgettingPeopleTests(Sites sites) : IClassFixture<Sites>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_person_forgotten_leaves_no_byte_behind(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (member, account) = await AddPersonAsync(site, "Sun Purged", "孙忘却", "sun.purged@coalition.example");
        var evening = await site.PublishEventAsync("Evening of names");
        await site.AttendAsync(evening, member, Gathering.Public);
        var article =
            await site.PublishArticleAsync(Writing.Words("An evening with Sun Purged", body: "孙忘却 spoke, and so did Berlin-Sunrise.",
            summary: "Sun purged the list."));
        await site.AskAsync((InviteAccount invite) =>
            invite.RunAsync(Actor.CommandLine, new() { Role = Role.Member, Note = "for Sun Purged" }, Token));
        using var admin = await site.SignInAsync(Role.Admin);
        using var visitor = site.Visit();
        (await visitor.GetAsync("/events/evening-of-names")).ShouldSay("Sun Purged (孙忘却)");
        var before = await site.AuditHeadAsync();
        var path = SiteUrls.Purge(member);

        (await PurgeAsync(admin, path, "Sun Purged", false)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Type the name exactly as shown above the field.");
        (await PurgeAsync(admin, path, "Sun Purged (孙忘却)", true)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("still contain the name").ShouldSay("Public text: An evening with Sun Purged");
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, article,
            Writing.Words("An evening with a friend", body: "A friend spoke, and so did Berlin-Sunrise."), ArticleFacts.None));
        (await PurgeAsync(admin, path, "Sun Purged (孙忘却)", false)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Tick the box to remove it from them.");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.PersonOpened, AuditVerb.EntrySaved, AuditVerb.EntryPublished]);

        var done = await PurgeAsync(admin, path, "Sun Purged (孙忘却)", true);

        done.ShouldHave(HttpStatusCode.OK).ShouldSay("The person is erased.").ShouldSay("This does not reach backups")
            .ShouldNotHold("Sun Purged");
        (await site.TracesOfAsync("Sun Purged", "sun purged", "孙忘却", "sun-purged", "sun.purged@", "SUN.PURGED@", "Sunny Alias"))
            .ShouldBeEmpty();
        site.Log.ToString().ShouldNotContain("Purged");
        (await site.AuditedSinceAsync(before))
            .ShouldBe([AuditVerb.PersonOpened, AuditVerb.EntrySaved, AuditVerb.EntryPublished, AuditVerb.PersonPurged]);
        (await site.InDatabaseAsync(db => db.Set<Member>().AnyAsync(m => m.Id == member, Token))).ShouldBeFalse();
        (await visitor.GetAsync("/events/evening-of-names")).ShouldNotHold("Purged");
        (await site.AskAsync((AuditVerification verify) => verify.RunAsync(null, null, Token))).Break.ShouldBeNull();
        (await site.AskAsync((ContentVerification verify) => verify.RunAsync(null, Token))).Wrong.ShouldBeNull();
        (await admin.GetAsync($"/admin/accounts/{account}")).ShouldSay("Former member").ShouldSay("Disabled");
        (await admin.GetAsync($"/admin/revisions/{article.EntryId}/difference?from=1&to=2")).ShouldSay("[…]").ShouldSay("Berlin-Sunrise");
        (await admin.GetAsync(path)).ShouldHave(HttpStatusCode.NotFound);
    }

    [OnEachDatabase]
    public async Task A_person_is_forgotten_as_the_one_who_agreed_for_somebody_else_and_in_other_spellings(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("A list", body: "Gone14, Sun 和 孫劉華 came."));
        var member = await site.AddMemberAsync("Sun Gone0", "孙刘华");
        for (var names = 1; names < 15; names++)
        {
            var version = await site.InDatabaseAsync(db =>
                db.Set<Member>().Where(m => m.Id == member).Select(m => m.Version).SingleAsync(Token));
            (await site.AskAsync((SaveMember save) => save.RunAsync(Actor.CommandLine,
                new(member, $"Sun Gone{names}", "孙刘华", "zh-Hans", "", Standing.Member, "", false, version), Token))).IsDone.ShouldBeTrue();
        }

        var husband = await site.AddMemberAsync("Stays Here");
        await site.AttendAsync(await site.PublishEventAsync("Evening of two"), husband,
            Gathering.Public with { GivenBy = "his wife, Sun Gone14" });
        using var admin = await site.SignInAsync(Role.Admin);
        var path = SiteUrls.Purge(member);

        (await PurgeAsync(admin, path, "Sun Gone14 (孙刘华)", true)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Public text: A list").ShouldSay("Consent for another member");
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, saved, Writing.Words("A list", body: "Some came."),
            ArticleFacts.None));
        (await PurgeAsync(admin, path, "Sun Gone14 (孙刘华)", true)).ShouldHave(HttpStatusCode.OK).ShouldSay("The person is erased.");

        (await site.ConsentsOfAsync(husband)).ShouldHaveSingleItem().Terms.GivenBy.ShouldBe("his wife, […]");
        (await site.TracesOfAsync("Gone14", "孫劉華", "孙刘华")).ShouldBeEmpty();
        (await site.AskAsync((RowVerification verify) => verify.RunAsync(Token))).Wrong.ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task Whoever_reads_meanwhile_keeps_nobody_waiting(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (member, _) = await AddPersonAsync(site, "Hua Meanwhile", "华时", "hua.meanwhile@coalition.example");
        using var admin = await site.SignInAsync(Role.Admin);

        await site.InDatabaseAsync(async reading =>
        {
            // A reader who stays in the tables for all the time: rewriting them would wait for it, and everybody else for that.
            await reading.Database.OpenConnectionAsync(Token);
            var connection = reading.Database.GetDbConnection();
            await connection.RunAsync("""
                BEGIN; SELECT count(*) FROM "Members"; SELECT count(*) FROM "TextRevisions"; SELECT count(*) FROM "Accounts";
                """);
            var done = (await PurgeAsync(admin, SiteUrls.Purge(member), "Hua Meanwhile (华时)", true)).ShouldSay("The person is erased.");
            (done.Body.Contains("may contain old data", StringComparison.Ordinal))
                .ShouldBe(database == DatabaseKind.Sqlite, "The reader's own view is in the log until it ends.");
            await site.AddMemberAsync("Written Meanwhile");
            await connection.RunAsync("ROLLBACK");
            return true;
        });

        await site.RestartAsync(TimeSpan.Zero);
        (await site.TracesOfAsync("Hua Meanwhile", "华时", "hua.meanwhile@")).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task What_a_person_wrote_stays_and_their_sign_in_is_gone(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (email, id) = await site.HireAsync(Role.Editor, "Gone Writer");
        using var writer = site.Visit();
        await writer.SignInAsync(email);
        var saved =
            await writer.SubmitAsync(await writer.GetAsync(SiteUrls.New(EntryKind.Article)), "main form", "button[value=save]",
            ("Entry.Title", "Words that stay"));
        saved.ShouldHave(HttpStatusCode.OK);
        using var admin = await site.SignInAsync(Role.Admin);

        (await PurgeAsync(admin, SiteUrls.Purge(id), "Gone Writer", true)).ShouldSay("The person is erased.");

        (await writer.GetAsync("/admin")).Url.AbsolutePath.ShouldBe("/account/login", "Every session ended.");
        (await admin.GetAsync("/admin/articles")).ShouldSay("Words that stay");
        (await site.InDatabaseAsync(db => db.Set<TextRevision>().AllAsync(r => r.SavedBy == id, Token))).ShouldBeTrue();
        (await site.TracesOfAsync("Gone Writer", email)).ShouldBeEmpty();
        using var again = site.Visit();
        (await again.SubmitAsync(await again.GetAsync("/account/login"), "form[method=post]", ("Input.Email", email),
            ("Input.Password", SigningIn.Password))).ShouldSay("do not open an account");
    }

    [OnEachDatabase]
    public async Task The_ledger_shows_all_and_hands_it_over(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (member, account) = await AddPersonAsync(site, "Wei Shown", "魏可见", "wei.shown@coalition.example");
        var evening = await site.PublishEventAsync("Evening of ledgers");
        await site.AttendAsync(evening, member, Gathering.Public);
        using var admin = await site.SignInAsync(Role.Admin);
        var before = await site.AuditHeadAsync();

        foreach (var part in (string[])["wei sh", "魏", "wei.shown@", "sunny"])
        {
            var found = await admin.SubmitAsync(await admin.GetAsync(SiteUrls.PersonalData), "main form", ("name", part));
            found.AllOf($"a[href='{SiteUrls.PersonalDataOf(member)}']").Count.ShouldBe(1, part);
        }

        var page = await admin.GetAsync(SiteUrls.PersonalDataOf(account));
        page.ShouldSay("Wei Shown (魏可见)").ShouldSay("Sunny Alias").ShouldSay("wei.shown@coalition.example").ShouldSay("Evening of ledgers")
            .ShouldSay("By the full name").ShouldSay("In writing").ShouldSay("likes tea");
        (await admin.GetAsync(SiteUrls.PersonalDataOf(member) + "?texts=true")).ShouldSay("No text contains any of the names.");

        var packed = (await admin.SubmitAsync(page, $"form[action='{SiteUrls.PersonalDataOf(account)}']")).ShouldHave(HttpStatusCode.OK);
        packed.ContentHeaders.ContentType!.MediaType.ShouldBe("application/zip");
        using var zip = new ZipArchive(new MemoryStream(packed.Bytes));
        var json = await ReadAsync(zip, "data.json");
        json.ShouldContain("Wei Shown");
        json.ShouldContain("魏可见");
        json.ShouldContain("wei.shown@coalition.example");
        json.ShouldNotContain("likes tea", Case.Sensitive, "The staff's note is not for handing over.");
        json.ShouldNotContain("passwordHash");
        (await ReadAsync(zip, "events.csv")).ShouldContain("Evening of ledgers");
        (await ReadAsync(zip, "consents.csv")).ShouldContain("PublicName");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.PersonOpened, AuditVerb.PersonExported]);
        (await site.LoggedSinceAsync(before)).ShouldNotContain("Shown");
    }

    [OnEachDatabase]
    public async Task Everybody_sees_and_takes_along_their_own_and_nobody_elses(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (member, account) = await AddPersonAsync(site, "Ana Own", "安自", "ana.own@coalition.example");
        var (other, otherAccount) = await AddPersonAsync(site, "Bela Other", "贝他", "bela.other@coalition.example");
        using var ana = site.Visit();
        await ana.SignInAsync("ana.own@coalition.example");
        var before = await site.AuditHeadAsync();

        var own = (await ana.GetAsync(SiteUrls.OwnData)).ShouldSay("Ana Own (安自)").ShouldNotHold("Bela").ShouldNotHold("likes tea");
        var token = own.One($"form[action='{SiteUrls.OwnData}'] input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var packed =
            await ana.PostAsync(SiteUrls.OwnData, ("id", other.ToString()), ("personId", otherAccount.ToString()),
            ("__RequestVerificationToken", token));
        using var zip = new ZipArchive(new MemoryStream(packed.Bytes));
        (await ReadAsync(zip, "data.json")).ShouldContain("Ana Own");
        (await ReadAsync(zip, "data.json")).ShouldNotContain("Bela");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.PersonExported]);

        using var editor = await site.SignInAsync(Role.Editor);
        before = await site.AuditHeadAsync();
        foreach (var browser in (Browser[])[ana, editor])
        {
            foreach (var path in (string[])[SiteUrls.PersonalData, SiteUrls.PersonalDataOf(other), SiteUrls.PersonalDataOf(account),
                SiteUrls.Purge(other)])
            {
                (await browser.GetAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden, path);
                (await browser.PostAsync(path, ("Confirmation", "Bela Other (贝他)"),
                    ("TakeOut", "true"))).Status.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.BadRequest);
            }
        }

        (await ana.PostAsync(SiteUrls.OwnData)).ShouldHave(HttpStatusCode.BadRequest);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.InDatabaseAsync(db => db.Set<Member>().CountAsync(m => m.Id == member || m.Id == other, Token))).ShouldBe(2);
    }

    [OnEachDatabase]
    public async Task Nobody_forgets_themselves_or_the_last_admin_or_without_proving_who_they_are(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (email, id) = await site.HireAsync(Role.Admin, "Only Admin");
        using var admin = site.Visit();
        await admin.SignInAsync(email);

        (await PurgeAsync(admin, SiteUrls.Purge(id), "Only Admin", true)).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Ask another admin");
        var last = await site.AskAsync((Operations.PersonalData.Actions.PurgePerson purge) =>
            purge.RunAsync(Actor.CommandLine, new(id, "Only Admin", true), Token));
        last.Errors.ShouldBe([AccountsErrors.LastAdmin]);

        var (_, other) = await site.HireAsync(Role.Member, "Kept Person");
        var form = await admin.GetAsync(SiteUrls.Purge(other));
        site.Clock.Move(StepUpAttribute.Fresh + TimeSpan.FromMinutes(1));
        (await admin.SubmitAsync(form, "main form", ("Confirmation", "Kept Person"))).ShouldNotHold("The person is erased.");
        (await site.InDatabaseAsync(db => db.Set<Account>().Where(a => a.Id == other).Select(a => a.Name).SingleAsync(Token)))
            .ShouldBe("Kept Person");
    }

    [Fact]
    public void Names_are_found_as_words_and_taken_out_in_any_case()
    {
        var names = PersonNames.Of("Li Na", "李娜", "O'Brien", "x", null);

        names.TakenOutOf("LI NA met Li Nadia; 他是李娜。 li-na and O'Brien and {\"host\":\"O\\u0027Brien\"}")
            .ShouldBe("[…] met Li Nadia; 他是[…]。 […] and […] and {\"host\":\"[…]\"}");
        names.StandIn("Berlin Nation").ShouldBeFalse();
    }

    private static async Task<(Guid Member, Guid Account)> AddPersonAsync(CmsSite site, string name, string native, string email)
    {
        var member = (await site.AskAsync((SaveMember save) => save.RunAsync(
            Actor.CommandLine, new(null, name, native, "zh-Hans", "Sunny Alias", Features.Members.Standing.Member, "likes tea", false, 0),
            Token))).Value;
        var account =
            new CreateAccount.Input { Email = email, Name = native, LatinName = name, Role = Role.Member, Password = SigningIn.Password };
        var made = await site.AskAsync((CreateAccount create) => create.RunAsync(Actor.CommandLine, account, Token));
        await site.InDatabaseAsync(db =>
            db.Set<Member>().Where(m => m.Id == member).ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, made.Value.Id), Token));
        return (member, made.Value.Id);
    }

    private static async Task<WebPage> PurgeAsync(Browser admin, string path, string confirmation, bool takeOut)
    {
        var form = await admin.GetAsync(path);
        (string, string)[] ticked = takeOut && form.AllOf("input[name=TakeOut][type=checkbox]").Count > 0 ? [("TakeOut", "true")] : [];
        return await admin.SubmitAsync(form, "main form", [("Confirmation", confirmation), .. ticked]);
    }

    private static async Task<string> ReadAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(await zip.GetEntry(name)!.OpenAsync(Token));
        return await reader.ReadToEndAsync(Token);
    }
}
