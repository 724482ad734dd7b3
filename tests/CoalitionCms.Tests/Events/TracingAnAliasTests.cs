using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>Nothing beside an alias tells whose it is: no language, no place in the list, no mark in the page.</summary>
public sealed class TracingAnAliasTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly Consent ByAlias = Gathering.Public with { Choice = NameChoice.Alias };

    [OnEachDatabase]
    public async Task An_alias_has_the_language_of_its_letters_and_its_own_place(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Traced " + database);
        foreach (var (romanised, native, alias, language) in new[]
        {
            ("Zunun Qadir", "زۇنۇن قادىر", "海燕", "ug"), ("Abe Aiko", "安部愛子", "Zephyr", "ja"), ("Yang Zhou", "杨舟", "Aurora", "zh-Hans"),
            ("Bae Min", "배민", "سەھەر", "ko"), ("Qin Lan", "秦岚", "새벽", "zh-Hans"), ("Ma Bo", "马波", "Рассвет", "kk"),
        })
        {
            await site.AttendAsync(held, await site.AddMemberAsync(romanised, native, alias, language), ByAlias);
        }

        using var reader = site.Visit();
        var page = await reader.GetAsync($"/events/traced-{database}".ToLowerInvariant());
        var list = page.AllOf(".people bdi");

        list.Select(n => (n.TextContent, n.GetAttribute("lang"))).ShouldBe(
        [
            ("Aurora", "zh-Latn"), ("Zephyr", "zh-Latn"), ("Рассвет", "und-Cyrl"), ("سەھەر", "ug"), ("새벽", "ko"),
            ("海燕", "zh-Hans"),
        ], ignoreOrder: true);
        list.Take(2).Select(n => n.TextContent).ShouldBe(["Aurora", "Zephyr"], "The alias has the place of its own letters.");
        page.AllOf(".people *").SelectMany(n => n.Attributes).Select(a => a.Name).Distinct().ShouldBe(["lang"]);
        page.AllOf(".people, .people > li").SelectMany(n => n.Attributes).Select(a => a.Name).Distinct().ShouldBe(["class"]);
    }

    [OnEachDatabase]
    public async Task Two_with_the_same_alias_stand_the_same_whatever_they_are_called(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var bodies = new List<string>();
        foreach (var turn in new[] { 0, 1 })
        {
            var held = await site.PublishEventAsync($"Twin {turn} {database}");
            (string, string, string)[] people = [("Aa First", "甲一", "zh-Hans"), ("Zz Last", "زەينەپ", "ug")];
            foreach (var (romanised, native, language) in turn == 0 ? people : people.Reverse())
            {
                await site.AttendAsync(held, await site.AddMemberAsync(romanised + turn, native, "晨星", language), ByAlias);
            }

            using var reader = site.Visit();
            bodies.Add((await reader.GetAsync($"/events/twin-{turn}-{database}".ToLowerInvariant())).One(".people").OuterHtml);
        }

        bodies[1].ShouldBe(bodies[0]);
    }
}
