using CoalitionCms.Domain;
using CoalitionCms.Features.People;
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
        Refused(Poet with { Born = Date("2020"), Died = Date("2020-01-01"), Status = CaseStatus.DiedInCustody, Episodes = [] })
            .ShouldBeEmpty();
        Refused(Poet with { Born = Date("2020-02"), Died = Date("2020-01"), Status = CaseStatus.DiedInCustody, Episodes = [] })
            .ShouldBe(["People.DiedBeforeBirth Died"]);
        Refused(Custody(Held("2020-05", "2020"))).ShouldBeEmpty();
        Refused(Custody(Held("2020-05", "2020-04-30"))).ShouldBe(["People.EndsBeforeStart Episodes[0].Until"]);
        Refused(Custody(Held("2020-01", "2021-06"), Held("2021-06", "2022"))).ShouldBeEmpty();
        Refused(Custody(Held("2020-01", "2021-06"), Held("2021-05", "2022"))).ShouldBe(["People.Overlaps Episodes[1].From"]);
        Refused(Custody(Held("2021", "2022"), Held("2019", "2020"))).ShouldBe(["People.Overlaps Episodes[1].From"]);
    }

    [Theory]
    [InlineData("2010-03/2010-05", "2010-04/2010-06", "")]
    [InlineData("2010-03/2010-05", "2010-01/2010-03", "")]
    [InlineData("2010-03/2010-05", "2010-01/2010-02", "People.EndsBeforeStart Episodes[0].Until")]
    [InlineData("2010-03/2010-05", "../2010-03", "")]
    [InlineData("2010-03/2010-05", "../2010-02", "People.EndsBeforeStart Episodes[0].Until")]
    [InlineData("../2010", "2009", "")]
    [InlineData("2010/..", "2011", "")]
    [InlineData("2010/..", "2009-12-31", "People.EndsBeforeStart Episodes[0].Until")]
    [InlineData("2010-05-14?", "2010-05-13?", "People.EndsBeforeStart Episodes[0].Until")]
    public void A_release_before_detention_is_refused_where_no_day_of_the_ranges_fits(string from, string until, string refused) =>
        string.Join(',', Refused(Custody(Held(from, until)))).ShouldBe(refused);

    [Theory]
    [InlineData("2010", "2011/2012", "2010/2011", "2013", "")]
    [InlineData("2010", "2012/2013", "2010/2011", "2013", "People.Overlaps Episodes[1].From")]
    [InlineData("2010", "../2013", "2010/2011", "2013", "")]
    [InlineData("2010-06", "2010", "2010-05", "2013", "People.Overlaps Episodes[1].From")]
    [InlineData("2010", "2012", "2010/2014", "2011", "People.EndsBeforeLast Episodes[1].Until")]
    [InlineData("2010", "2012", "", "2011", "People.EndsBeforeLast Episodes[1].Until")]
    [InlineData("2010", "2012", "", "2012/2013", "")]
    [InlineData("2010", "2012", "../2012", "2013", "")]
    public void Stretches_given_by_ranges_are_refused_only_where_they_must_overlap(string from, string until, string nextFrom,
        string nextUntil, string refused) =>
        string.Join(',', Refused(Custody(Held(from, until), Held(nextFrom, nextUntil)))).ShouldBe(refused);

    [Fact]
    public void A_third_stretch_is_held_against_the_first_where_the_second_has_no_dates() =>
        Refused(Custody(Held("2010", "2012"), Held("", ended: true), Held("2011", "2013"))).ShouldBe(["People.Overlaps Episodes[2].From"]);

    [Fact]
    public void Nobody_is_set_free_after_death() =>
        Refused(Poet with { Died = Date("2021/2022"), Status = CaseStatus.DiedInCustody, Episodes = [Held("2020", "2023")] })
        .ShouldBe(["People.EndsAfterDeath Episodes[0].Until"]);

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
        string.Join(',', Refused(Poet with
        {
            CaseEvents = [new(Date("2020"), CaseEventKind.Other, LocalText.Empty,
        [new("Title", "", url, FuzzyDate.Unknown, null)])]
        })).ShouldBe(refused);

    [Fact]
    public void One_name_of_each_script_stands_in_titles()
    {
        PersonName Name(string text, NameKind kind) => new(text, "zh-Latn", kind, IsPrimary: true);

        Refused(Poet with { Names = [Name("A", NameKind.Romanised), Name("B", NameKind.Native), Name("C", NameKind.Pen)] }).ShouldBeEmpty();
        Refused(Poet with { Names = [Name("A", NameKind.Romanised), Name("B", NameKind.Romanised)] })
            .ShouldBe(["People.TwoPrimaries Names[1].IsPrimary"]);
        Refused(Poet with { Names = [Name("A", NameKind.Pen), Name("B", NameKind.Other)] })
            .ShouldBe(["People.TwoPrimaries Names[1].IsPrimary"]);
    }

    [Fact]
    public void The_ends_of_a_sentence_fit_the_case()
    {
        Refused(Poet with { OfficialEnd = Date("2031-12"), ExpectedRelease = Date("2030~") }).ShouldBeEmpty();
        Refused(Poet with { OfficialEnd = Date("2022") }).ShouldBeEmpty();
        Refused(Poet with { OfficialEnd = Date("2022-06-03"), ExpectedRelease = Date("2021") })
            .ShouldBe(["People.ReleasedBeforeTaken OfficialEnd", "People.ReleasedBeforeTaken ExpectedRelease"]);
        Refused(Poet with { OfficialEnd = Date("2040"), Sentence = new(SentenceKind.Life, 0, 0, 0) })
            .ShouldBe(["People.NoEndOfThat OfficialEnd"]);
        Refused(Poet with { ActualRelease = Date("2026-06") }).ShouldBe(["People.InFuture ActualRelease"]);
        Refused(Poet with { ActualRelease = Date("2025") }).ShouldBe(["People.ReleasedButHeld ActualRelease"]);
        Refused(Poet with { ActualRelease = Date("2025"), Status = CaseStatus.Released, Episodes = [Held("2022-06-04", "2025")] })
            .ShouldBeEmpty();
        Refused(Poet with { ActualRelease = Date("2025"), Died = Date("2024"), Status = CaseStatus.DiedInCustody })
            .ShouldBe(["People.EndsAfterDeath ActualRelease"]);
    }

    [Fact]
    public void The_history_of_a_charge_is_in_order()
    {
        PersonFacts With(params string[] dates) =>
            Poet with
            {
                Charges = [Poet.Charges[
            0] with { History = [.. dates.Select(d => new ChargeStep(Date(d), ChargeStepKind.Changed, LocalText.Empty, []))] }]
            };

        Refused(With("2022", "2022-06", "", "2022")).ShouldBeEmpty();
        Refused(With("2022-06", "2022-05")).ShouldBe(["People.StepTooEarly Charges[0].History[1].Date"]);
        Refused(With("2027")).ShouldBe(["People.InFuture Charges[0].History[0].Date"]);
    }

    private static PersonFacts Custody(params DetentionEpisode[] episodes) => Poet with { Episodes = episodes };

    private static List<string> Refused(PersonFacts facts) => [.. PersonRules.Check(facts, Today).Select(r => $"{r.Key} {r.Field}")];
}
