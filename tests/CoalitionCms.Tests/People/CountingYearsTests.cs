using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.People;

public sealed class CountingYearsTests
{
    private static readonly DateOnly Today = new(2014, 5, 14);

    [Fact]
    public void Each_person_counts_once_a_year_by_the_gravest_of_it()
    {
        var picture = YearsPicture.Of(
            [
                Case(CaseStatus.Released, "", Held("2010-03", "2011-02"), Held("2011-03", "2012", Custody.HouseArrest)),
                Case(CaseStatus.Imprisoned, "", Held("2012/2013")),
                Case(CaseStatus.DiedInCustody, "2012-06", Held("2011-12-31")),
                Case(CaseStatus.Detained, ""),
            ], Today)!;

        picture.Years.ShouldBe([new(2010, 1, 0, 0), new(2011, 2, 0, 0), new(2012, 2, 1, 0), new(2013, 1, 0, 1), new(2014, 1, 0, 1)]);
        picture.Most.ShouldBe(3);
        YearsPicture.Of([Case(CaseStatus.Detained, "")], Today).ShouldBeNull();
    }

    [Fact]
    public void No_year_counts_more_than_there_are_and_nobody_is_counted_before_their_first_day()
    {
        var day = Gen.Choose(1990, 2014).Select(y => Date($"{y}"));
        var episode = from begin in day
                      from end in day
                      select new DetentionEpisode(Custody.Prison, begin, begin > end ? FuzzyDate.Unknown : end, Ended: true);
        var people = Gen.ListOf(episode.Select(e => PersonFacts.None with { Status = CaseStatus.Released, Episodes = [e] }));

        Prop.ForAll(people.ToArbitrary(), all => YearsPicture.Of(all, Today) is not { } picture
            ? all.Count == 0
            : picture.Years.All(y => y.Total == all.Count(p => p.Episodes[0].From.Earliest!.Value.Year <= y.Year))
            && picture.Years.Count <= YearsPicture.MostYears)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));
    }

    [OnEachDatabase]
    public async Task The_list_of_all_shows_the_picture_beside_its_table_and_each_year_leads_to_its_people(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("One"), Case(CaseStatus.Released, "", Held("2010", "2011"))));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Two"), Case(CaseStatus.Imprisoned, "", Held("2011-06-01"))));
        await site.SaveAsync(EntryKind.Person, Words("Draft"), Case(CaseStatus.Imprisoned, "", Held("2001")));
        var visitor = site.Visit();

        var page = (await visitor.GetAsync("/people")).ShouldHave(HttpStatusCode.OK);

        page.One("section[aria-labelledby=years] svg").GetAttribute("aria-label")!.ShouldContain("from 2010 to 2026");
        page.AllOf("section[aria-labelledby=years] tbody tr").Select(r => r.TextContent.Trim().ReplaceLineEndings(""))
            .ShouldContain("2011200");
        page.AllOf("section[aria-labelledby=years] tbody tr").Count.ShouldBe(17);
        (await visitor.GetAsync("/people" + page.One("section[aria-labelledby=years] tbody tr:last-child a").GetAttribute("href")))
            .ShouldHave(HttpStatusCode.OK)
            .AllOf(".case").Count.ShouldBe(1);
        (await visitor.GetAsync("/people?status=Released")).AllOf("section[aria-labelledby=years]").ShouldBeEmpty();
        (await visitor.GetAsync("/ug/people")).ShouldHave(HttpStatusCode.OK).One("section[aria-labelledby=years] svg");
    }

    private static PersonFacts Case(CaseStatus status, string died, params DetentionEpisode[] episodes) =>
        Poet with { Status = status, Died = Date(died), Episodes = episodes };
}
