using System.Net;
using System.Text.Json;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Support;
using Shouldly;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.People;

public sealed class OpenDataTests
{
    [OnEachDatabase]
    public async Task Public_facts_come_as_documented_columns_and_drafts_do_not(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var facts =
            Poet with
            {
                Occupation = LocalText.Of([new("en", "=cmd|' /C calc'!A0"), new("zh-Hans", "诗人")]),
                OfficialEnd = Date("2031-12"),
                VerifiedOn = new DateOnly(2026, 5, 1),
                Corrections =
                [new(new DateOnly(2026, 4, 2), LocalText.Of("en", "The year of birth"), LocalText.Of("en", "A misprint."), "A court")],
            };
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Lin Anhe"), facts));
        await site.SaveAsync(EntryKind.Person, Words("Hidden draft"), Poet with { Names = Names("Hidden Draft", "稿") });
        var withdrawn =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Taken back"),
            Poet with { Names = Names("Taken Back", "撤") }));
        var visitor = site.Visit();
        (await visitor.GetAsync("/people.json")).Body.ShouldContain("Taken Back");
        await site.WithdrawAsync(withdrawn);

        var json = (await visitor.GetAsync("/people.json")).ShouldHave(HttpStatusCode.OK);
        var csv = (await visitor.GetAsync("/people.csv")).ShouldHave(HttpStatusCode.OK);
        var chinese = (await visitor.GetAsync("/zh-Hans/people.json")).ShouldHave(HttpStatusCode.OK);
        var list = await visitor.GetAsync("/people");

        json.Header("Content-Type").ShouldBe("application/json; charset=utf-8");
        csv.Header("Content-Type").ShouldBe("text/csv; charset=utf-8");
        using var data = JsonDocument.Parse(json.Body);
        var columns = data.RootElement.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()!).ToList();
        data.RootElement.GetProperty("columns").EnumerateArray().ShouldAllBe(c => c.GetProperty("meaning").GetString()!.Length > 0);
        var person = data.RootElement.GetProperty("people").EnumerateArray().ShouldHaveSingleItem();
        person.EnumerateObject().Select(p => p.Name).ShouldBe(columns);
        Text("url").ShouldBe("http://localhost:5000/people/lin-anhe");
        (Text("status"), Text("certainty"), Text("as_of"), Text("status_in_words"))
            .ShouldBe(("imprisoned", "believed", "2026-03", "Believed imprisoned, as of March 2026"));
        (Text("born"), Text("family_name"), Text("official_end"), Text("verified_on"), Text("sentence"))
            .ShouldBe(("1961", "Lin", "2031-12", "2026-05-01", "9 years 6 months"));
        person.GetProperty("days")[0].GetProperty("at_least").GetString().ShouldBe("1440");
        person.GetProperty("case_events")[1].GetProperty("sources").GetString().ShouldBe("1 2");
        person.GetProperty("sources").GetArrayLength().ShouldBe(2);
        person.GetProperty("corrections")[0].EnumerateObject().Select(p => p.Value.GetString())
            .ShouldBe(["2026-04-02", "The year of birth", "A misprint.", "A court"]);
        csv.Body.TrimStart('\uFEFF').Split("\r\n")[0].Split(',').Select(c => c.Trim('"')).ShouldBe(columns);
        csv.Body.ShouldContain("\"'=cmd|' /C calc'!A0\"");
        csv.Body.Split("\r\n").Length.ShouldBe(3);
        chinese.Body.ShouldContain("诗人");
        foreach (var page in new[] { json, csv, chinese })
        {
            page.ShouldNotHold("Hidden Draft").ShouldNotHold("Taken Back");
        }

        list.AllOf("#data ~ p a").Select(a => a.GetAttribute("href")).ShouldBe(["/people.csv", "/people.json"]);
        list.AllOf("#data ~ details dt").Select(d => d.TextContent).ShouldBe(columns);

        string Text(string name) => person.GetProperty(name).GetString()!;
    }

    [OnEachDatabase]
    public async Task More_people_than_are_read_at_a_time_all_come_once(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        for (var i = 0; i < 103; i++)
        {
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words($"Person {i}"),
                PersonFacts.None with { Names = Names($"Person {i}", "某") }));
        }

        using var data = JsonDocument.Parse((await site.Visit().GetAsync("/people.json")).Body);

        data.RootElement.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("url").GetString()).Distinct().Count()
            .ShouldBe(103);
    }
}
