using System.Net;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.People;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Tests.People;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Data;

/// <summary>A database of before the facts grew: everything in it reads on, and nothing that was approved or published counts as changed.</summary>
public sealed class UpgradingFactsTests
{
    private const string Migration = "CaseFacts";

    [OnEachDatabase]
    public async Task Facts_of_the_version_before_read_on_and_their_hashes_hold(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var person = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Lin Anhe"), Cast.Poet));
        var campaign = await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("Free the poet"), CampaignFacts.None with { People = [person.ItemId] }));
        await MigrateAsync(site, before: true);
        await MigrateAsync(site, before: false);

        var facts = (await site.InDatabaseAsync(db => db.People.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken))).ToFacts();
        FactsJson.Write(facts).ShouldBe(FactsJson.Write(Cast.Poet));
        (await site.AskAsync((ContentVerification check) => check.RunAsync(null, TestContext.Current.CancellationToken))).ShouldBe(new ContentReport(null, 2, 0));
        (await site.SaveAgainAsync(EntryKind.Person, person, Words("Lin Anhe", slug: "lin-anhe"), facts)).Version.ShouldBe(person.Version, "Nothing changed, so nothing is saved.");
        (await site.SaveAgainAsync(EntryKind.Campaign, campaign, Words("Free the poet", slug: "free-the-poet"), CampaignFacts.None with { People = [person.ItemId] })).Version.ShouldBe(campaign.Version);
        (await site.Visit().GetAsync("/people/lin-anhe")).ShouldHave(HttpStatusCode.OK).ShouldSay("Believed imprisoned as of March 2026");
        (await (await site.SignInAsync(Role.Editor)).GetAsync("/admin/people/stale")).ShouldHave(HttpStatusCode.OK).ShouldSay("Lin Anhe").ShouldSay("Never");
    }

    [Fact]
    public void Facts_that_say_nothing_new_are_stored_as_they_were()
    {
        const string Name = """{"text":"Lin","language":"zh-Latn","kind":"romanised","isPrimary":true}""";
        FactsJson.Write(new PersonName("Lin", "zh-Latn", NameKind.Romanised, IsPrimary: true)).ShouldBe(Name);
        FactsJson.Write(new Charge(LocalText.Empty, "", "zh-Hans", LocalText.Empty)).ShouldBe("""{"text":{},"original":"","originalLanguage":"zh-Hans","law":{}}""");
        FactsJson.Write(Cast.Held("2022")).ShouldBe("""{"custody":"prison","from":"2022","until":"","ended":false}""");
        FactsJson.Write(CampaignFacts.None).ShouldBe("""{"state":"active","startedOn":"","endedOn":"","result":{},"people":[]}""");
        FactsJson.Write(PersonFacts.None).ShouldEndWith("\"episodes\":[],\"caseEvents\":[]}");
        var read = FactsJson.Read<Charge>("""{"text":{},"original":"","originalLanguage":"zh-Hans","law":{}}""");
        (read.History.Count, read.Sources.Count).ShouldBe((0, 0));
    }

    private static Task<bool> MigrateAsync(CmsSite site, bool before) => site.InDatabaseAsync(async db =>
    {
        var all = db.Database.GetMigrations().ToList();
        var at = all.FindIndex(m => m.EndsWith("_" + Migration, StringComparison.Ordinal));
        await db.GetService<IMigrator>().MigrateAsync(before ? all[at - 1] : null, TestContext.Current.CancellationToken);
        return true;
    });
}
