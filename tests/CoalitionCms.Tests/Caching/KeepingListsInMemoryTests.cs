using System.Net;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Caching;

/// <summary>Lists of people and the archive of articles, of which only what changed is read again.</summary>
public sealed class KeepingListsInMemoryTests
{
    private static readonly string[] Lists =
    [
        "/", "/zh-Hans", "/people", "/zh-Hans/people", "/people?sort=Newest&status=Released", "/people?sort=Romanised",
        "/people?sort=Native", "/people?status=Imprisoned", "/people?from=2021&until=2021", "/people/names", "/people/names?sort=pinyin",
        "/zh-Hans/people/names", "/articles", "/zh-Hans/articles", "/zh-Hans/articles?only=zh-Hans",
    ];

    [OnEachDatabase]
    public async Task After_each_change_lists_are_as_if_everything_had_been_read(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var held = Poet with { Names = Names("Bao Hen", "包恒"), Status = CaseStatus.Imprisoned, Episodes = [Held("2020-01-01")] };
        var freed = held with { Names = Names("Xu Shi", "许实"), Status = CaseStatus.Released, Episodes = [Held("2019-01", "2021-05-01")] };
        var bao = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Bao Hen"), held));
        var xu = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Xu Shi"), freed));
        var news = await site.PublishArticleAsync(Words("Old news"), facts: ArticleFacts.None with { DatedOn = new(2014, 3, 1) });
        await HoldsAsync(site, "at first");

        var (english, article) = (bao, news);
        (string Change, Func<Task> Make)[] changes =
        [
            ("another name", async () => english = await AgainAsync(english, Words("An Hen"), held with { Names = Names("An Hen", "安恒") })),
            ("another status and region", async () => english = await AgainAsync(english, Words("An Hen"), freed with
            {
                Names = Names("An Hen", "安恒"), Region = LocalText.Of("en", "Eastland").With("zh-Hans", "东地"),
            })),
            ("other words alone", async () => english = await AgainAsync(english, Words("An Hen", "Other words."), freed with
            {
                Names = Names("An Hen", "安恒"), Region = LocalText.Of("en", "Eastland").With("zh-Hans", "东地"),
            })),
            ("somebody new", async () => await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Cheng Mo"),
                held with { Names = Names("Cheng Mo", "程默"), Region = LocalText.Of("en", "Eastland") }))),
            ("somebody taken back", () => site.WithdrawAsync(xu)),
            ("and published again", () => site.PublishAsync(xu)),
            ("a translation", async () => await site.PublishAsync(
                await site.SaveAsync(EntryKind.Person, Words("许实"), freed, "zh-Hans", xu.ItemId))),
            ("an article", () => site.PublishArticleAsync(Words("New news"))),
            ("an article in Chinese", () =>
                site.PublishArticleAsync(Words("消息"), "zh-Hans", ArticleFacts.None with { DatedOn = new(2014, 5, 1) })),
            ("an article of another year", async () =>
            {
                article = await site.SaveAgainAsync(EntryKind.Article, article, Words("Old news"),
                    ArticleFacts.None with { DatedOn = new(2013, 1, 1) });
                await site.PublishAsync(article);
            }),
            ("an article taken back", () => site.WithdrawAsync(article)),
        ];
        foreach (var (change, make) in changes)
        {
            await make();
            await HoldsAsync(site, change);
        }

        async Task<SaveEntry.Saved> AgainAsync(SaveEntry.Saved before, EntryText words, PersonFacts facts) =>
            await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Person, before, words, facts));
    }

    [OnEachDatabase]
    public async Task Of_many_people_one_who_changed_is_read(DatabaseKind database)
    {
        var counter = new StatementCounter();
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { Adjust = counter.Watch });
        var changed = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Bao Hen"), Poet));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Xu Shi"), Poet));
        using var visitor = site.Visit();
        string[] lists = ["/people", "/people/names", "/people?sort=Native", "/articles", "/"];
        foreach (var path in lists)
        {
            (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
        }

        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Person, changed, Words("Bao Hen"),
            Poet with { Status = CaseStatus.InExile, Episodes = [Held("2022-06-04", "2024-01-01")] }));
        counter.Statements.Clear();
        foreach (var path in lists)
        {
            (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
        }

        // What reads the dates or names of people asks for some people.
        counter.Statements.Where(s => (s.Contains("\"DetentionEpisodes\"", StringComparison.Ordinal)
                || s.Contains("\"PersonNames\"", StringComparison.Ordinal)) && !s.Contains('@', StringComparison.Ordinal))
            .ShouldBeEmpty();
        counter.Statements.ShouldContain(s => s.Contains("\"DetentionEpisodes\"", StringComparison.Ordinal));
        counter.Statements.ShouldNotContain(s => s.Contains("GROUP BY", StringComparison.Ordinal));

        // Of very many changes that nobody read, none is remembered.
        site.Services.GetRequiredService<CacheInvalidation>().Raise(
            [.. Enumerable.Range(0, 501).Select(_ => CacheTag.Item(Guid.CreateVersion7()))]);
        counter.Statements.Clear();
        (await visitor.GetAsync("/people?status=InExile")).ShouldHave(HttpStatusCode.OK).ShouldSay("Lin Anhe");
        counter.Statements.ShouldContain(s => s.Contains("\"DetentionEpisodes\"", StringComparison.Ordinal)
            && !s.Contains('@', StringComparison.Ordinal));
    }

    private static async Task HoldsAsync(CmsSite site, string after)
    {
        var kept = await ReadAsync(site);
        site.Services.GetRequiredService<CacheInvalidation>().Raise([CacheTag.Everything]);
        var read = await ReadAsync(site);
        foreach (var path in Lists)
        {
            kept[path].ShouldBe(read[path], $"{path} after {after}");
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(CmsSite site)
    {
        // What one client may have rendered in a minute is limited.
        using var visitor = site.VisitFromElsewhere();
        var pages = new Dictionary<string, string>();
        foreach (var path in Lists)
        {
            pages[path] = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK).Body;
        }

        return pages;
    }
}
