using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

public sealed class PublishingFactsTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly PersonFacts Imprisoned = new()
    {
        Names = [new("Lin Example", "zh-Latn", NameKind.Romanised, true), new("林示例", "zh-Hans", NameKind.Native, true)],
        Status = CaseStatus.Imprisoned,
        Episodes = [new(Custody.Prison, FuzzyDate.On(new DateOnly(2020, 1, 2)), FuzzyDate.Unknown, false)],
        CaseEvents = [new(FuzzyDate.On(new DateOnly(2020, 1, 2)), CaseEventKind.Detained, LocalText.Of("en", "Taken from home."), [])],
    };

    private static readonly PersonFacts Released = Imprisoned with
    {
        Status = CaseStatus.Released,
        Episodes = [new(Custody.Prison, FuzzyDate.On(new DateOnly(2020, 1, 2)), FuzzyDate.On(new DateOnly(2021, 3, 4)), true)],
        CaseEvents =
        [.. Imprisoned.CaseEvents, new(FuzzyDate.On(new DateOnly(2021, 3, 4)), CaseEventKind.Released, LocalText.Of("en", "Set free."),
        [])],
    };

    [OnEachDatabase]
    public async Task Facts_of_a_thing_that_is_not_public_are_live_at_once(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.SaveAsync(EntryKind.Person, Writing.Words("Draft person " + Guid.CreateVersion7()), Imprisoned);

        (await LiveAsync(site, saved.ItemId)).Status.ShouldBe(CaseStatus.Imprisoned);
    }

    [OnEachDatabase]
    public async Task Changed_facts_of_a_public_thing_wait_for_publishing_and_then_replace_every_row(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var words = Writing.Words("Public person " + Guid.CreateVersion7());
        var first = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, words, Imprisoned));
        var second = await site.SaveAgainAsync(EntryKind.Person, first, words, Released);

        (await LiveAsync(site, first.ItemId)).Status.ShouldBe(CaseStatus.Imprisoned, "a draft must not show");

        await site.PublishAsync(second);
        var live = await LiveAsync(site, first.ItemId);
        live.Status.ShouldBe(CaseStatus.Released);
        live.CaseEvents.Select(e => e.Kind).ShouldBe([CaseEventKind.Detained, CaseEventKind.Released]);
        live.Episodes.ShouldHaveSingleItem().Ended.ShouldBeTrue();
        live.Names.Count.ShouldBe(2);
    }

    private static Task<PersonFacts> LiveAsync(CmsSite site, Guid personId) =>
        site.InDatabaseAsync(async db =>
        (await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == personId, TestContext.Current.CancellationToken)).ToFacts());
}
