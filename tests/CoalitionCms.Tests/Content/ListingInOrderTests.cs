using System.Data.Common;
using System.Net;
using System.Text.RegularExpressions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>A list costs the same however much the site holds: it is read in its order, and nothing is sorted.</summary>
public sealed partial class ListingInOrderTests
{
    private const int ActiveCampaigns = 101;

    [Theory]
    [InlineData("/articles")]
    [InlineData("/articles?only=en")]
    [InlineData("/articles/2026")]
    [InlineData("/tags/vigils")]
    [InlineData("/tags/vigils?before=8ddbaef425fc080-0197d53ad8887e97bf31a9c443171360")]
    [InlineData("/campaigns")]
    [InlineData("/feed.atom")]
    public async Task A_list_is_read_by_an_index_in_its_order(string path)
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new SiteOptions { Adjust = counter.Watch });
        await site.PublishArticleAsync(Writing.Words("Vigil", tags: "vigils"), facts: ArticleFacts.None with { DatedOn = new(2026, 2, 1) });
        if (path == "/campaigns")
        {
            foreach (var number in Enumerable.Range(1, ActiveCampaigns))
            {
                await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Writing.Words($"Campaign {number}"), CampaignFacts.None));
            }
        }

        using var reader = site.Visit();
        counter.Statements.Clear();
        (await reader.GetAsync(path)).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);

        var lists = counter.Statements.Where(s => s.Contains("\"SortAt\" DESC", StringComparison.Ordinal)).ToList();
        lists.ShouldNotBeEmpty();
        foreach (var list in lists)
        {
            var plan = await site.InDatabaseAsync(db => PlanAsync(db.Database.GetDbConnection(), list));
            plan.ShouldNotContain(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal), list);
        }
    }

    [Fact]
    public async Task Words_that_staff_look_for_are_in_the_index_of_the_order()
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new SiteOptions { Adjust = counter.Watch });
        await site.PublishArticleAsync(Writing.Words("Vigil"));
        using var editor = await site.SignInAsync(Role.Editor);
        counter.Statements.Clear();
        (await editor.GetAsync("/admin/articles?q=vigil")).Text.ShouldContain("Vigil");

        var list = counter.Statements.First(s => s.Contains("\"Words\" LIKE", StringComparison.Ordinal));
        var plan = await site.InDatabaseAsync(db => PlanAsync(db.Database.GetDbConnection(), list));
        plan[0].ShouldBe("SEARCH e USING INDEX IX_Entries_Kind_UpdatedAt_Id_TrashedAt_Words (Kind=?)");
        plan.ShouldNotContain(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal), list);
    }

    [Fact]
    public async Task Chosen_entries_people_and_consents_are_looked_up_by_their_keys()
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new SiteOptions { Adjust = counter.Watch });
        var held = await site.PublishEventAsync("Long evening");
        await site.AttendAsync(held, await site.AddMemberAsync("Cheng Lu"), Gathering.Public);
        await site.PublishArticleAsync(Writing.Words("Evening report", tags: "vigils"), facts: ArticleFacts.None with { EventId = held });
        using var reader = site.Visit();
        counter.Statements.Clear();
        (await reader.GetAsync("/articles/evening-report")).Text.ShouldContain("Cheng Lu");
        (await reader.GetAsync("/events/long-evening")).Text.ShouldContain("Cheng Lu");
        (await reader.GetAsync("/search?q=Cheng+Lu")).Text.ShouldContain("Long evening");

        var lookups = counter.Statements.Where(s => !s.Contains("\"SortAt\"", StringComparison.Ordinal)
            && (s.Contains("Id\" = @", StringComparison.Ordinal) || s.Contains("Id\" IN", StringComparison.Ordinal))).Distinct().ToList();
        lookups.Count.ShouldBeGreaterThan(5);
        lookups.ShouldContain(s => s.Contains("\"EventId\" IS NULL", StringComparison.Ordinal));
        foreach (var lookup in lookups)
        {
            var plan = await site.InDatabaseAsync(db => PlanAsync(db.Database.GetDbConnection(), lookup));
            plan.ShouldNotContain(step => step.EndsWith("(Kind=?)", StringComparison.Ordinal), lookup);
            if (lookup.Contains("\"EventId\" IS NULL", StringComparison.Ordinal))
            {
                plan.ShouldContain(s => s.EndsWith("IX_Consents_MemberId_EventId (MemberId=? AND EventId=?)", StringComparison.Ordinal));
            }
        }
    }

    private static async Task<List<string>> PlanAsync(DbConnection connection, string statement)
    {
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + Parameter().Replace(statement, "1");
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var steps = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            steps.Add(rows.GetString(3));
        }

        return steps;
    }

    [GeneratedRegex("@[A-Za-z0-9_]+")]
    private static partial Regex Parameter();
}
