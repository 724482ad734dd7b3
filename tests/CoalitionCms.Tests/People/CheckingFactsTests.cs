using CoalitionCms.Features.People;
using CoalitionCms.Kernel;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;

namespace CoalitionCms.Tests.People;

public sealed class CheckingFactsTests
{
    private static readonly DateOnly Today = new(2026, 5, 14);

    [Fact]
    public void Facts_that_can_be_true_are_taken() => Refused(Poet).ShouldBeEmpty();

    [Fact]
    public void Dates_are_compared_by_their_ranges_and_only_the_impossible_is_refused()
    {
        Refused(Poet with { Born = Date("2020"), Died = Date("2020-01-01"), Status = CaseStatus.DiedInCustody, Episodes = [] }).ShouldBeEmpty();
        Refused(Poet with { Born = Date("2020-02"), Died = Date("2020-01"), Status = CaseStatus.DiedInCustody, Episodes = [] }).ShouldBe(["People.DiedBeforeBirth Died"]);
        Refused(Custody(Held("2020-05", "2020"))).ShouldBeEmpty();
        Refused(Custody(Held("2020-05", "2020-04-30"))).ShouldBe(["People.EndsBeforeStart Episodes[0].Until"]);
        Refused(Custody(Held("2020-01", "2021-06"), Held("2021-06", "2022"))).ShouldBeEmpty();
        Refused(Custody(Held("2020-01", "2021-06"), Held("2021-05", "2022"))).ShouldBe(["People.Overlaps Episodes[1].From"]);
        Refused(Custody(Held("2021", "2022"), Held("2019", "2020"))).ShouldBe(["People.Overlaps Episodes[1].From"]);
    }

    [Fact]
    public void A_new_stretch_needs_the_end_of_the_last()
    {
        Refused(Custody(Held("2020-01"), Held("2021-05", "2022"))).ShouldBe(["People.StillHeld Episodes[1].From"]);
        Refused(Custody(Held("2020-01", ended: true), Held("2021-05"))).ShouldBeEmpty();
        Refused(Custody(Held("2020-01", ended: true), Held("2019"))).ShouldBe(["People.Overlaps Episodes[1].From"]);
    }

    [Fact]
    public void Status_and_dates_do_not_contradict_each_other()
    {
        Refused(Poet with { Status = CaseStatus.Released }).ShouldBe(["People.FreeButHeld Status"]);
        Refused(Poet with { Died = Date("2025") }).ShouldBe(["People.DeadButHeld Status"]);
        Refused(Poet with { Died = Date("2025"), Status = CaseStatus.DiedInCustody }).ShouldBeEmpty();
        Refused(Poet with { Died = Date("2021"), Status = CaseStatus.DiedInCustody }).ShouldBe(["People.AfterDeath Episodes[0].From"]);
        Refused(Poet with { StatusAsOf = Date("2026-06") }).ShouldBe(["People.InFuture StatusAsOf"]);
        Refused(Poet with { StatusAsOf = Date("2026") }).ShouldBeEmpty();
        Refused(Custody(Held("2027"))).ShouldBe(["People.InFuture Episodes[0].From"]);
    }

    [Fact]
    public void Somebody_has_a_name_of_a_known_language()
    {
        Refused(Poet with { Names = [] }).ShouldBe(["People.NameMissing Names[0].Text"]);
        Refused(Poet with { Names = [new("Lin", "xx-Xxxx", NameKind.Other, true)] }).ShouldBe(["People.LanguageUnknown Names[0].Language"]);
        Refused(Poet with { Names = [new("Lin", "", NameKind.Other, true)] }).ShouldBe(["People.LanguageUnknown Names[0].Language"]);
        Refused(Poet with { Names = [new(new string('L', 101), "en", NameKind.Other, true)] }).ShouldBe(["People.TooLong Names[0].Text"]);
    }

    [Theory]
    [InlineData(0, 0, 0, "People.TermMissing Sentence.Years")]
    [InlineData(-1, 1, 0, "People.NumberOutOfRange Sentence.Years")]
    [InlineData(100, 0, 0, "People.NumberOutOfRange Sentence.Years")]
    [InlineData(0, 100, 0, "People.NumberOutOfRange Sentence.Months")]
    [InlineData(0, 0, 1000, "People.NumberOutOfRange Sentence.Days")]
    [InlineData(0, 18, 0, "")]
    public void A_term_has_a_length_that_a_term_can_have(int years, int months, int days, string refused) =>
        string.Join(',', Refused(Poet with { Sentence = new(SentenceKind.Term, years, months, days) })).ShouldBe(refused);

    [Theory]
    [InlineData("https://paper.example/a", "")]
    [InlineData("http://paper.example", "")]
    [InlineData("", "")]
    [InlineData("javascript:alert(1)", "People.SourceUrlUnusable CaseEvents[0].Sources[0].Url")]
    [InlineData("paper.example", "People.SourceUrlUnusable CaseEvents[0].Sources[0].Url")]
    [InlineData("//paper.example", "People.SourceUrlUnusable CaseEvents[0].Sources[0].Url")]
    [InlineData("https://real.example@paper.example", "People.SourceUrlUnusable CaseEvents[0].Sources[0].Url")]
    [InlineData("data:text/html,x", "People.SourceUrlUnusable CaseEvents[0].Sources[0].Url")]
    public void A_source_is_a_web_address_or_none(string url, string refused) =>
        string.Join(',', Refused(Poet with { CaseEvents = [new(Date("2020"), CaseEventKind.Other, LocalText.Empty, [new("Title", "", url, FuzzyDate.Unknown, null)])] })).ShouldBe(refused);

    private static PersonFacts Custody(params DetentionEpisode[] episodes) => Poet with { Episodes = episodes };

    private static List<string> Refused(PersonFacts facts) => [.. PersonRules.Check(facts, Today).Select(r => $"{r.Key} {r.Field}")];
}
