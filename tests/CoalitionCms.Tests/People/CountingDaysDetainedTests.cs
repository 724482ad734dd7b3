using CoalitionCms.Features.People;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;

namespace CoalitionCms.Tests.People;

public sealed class CountingDaysDetainedTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Theory]
    [InlineData("2022-06-04", "", 1632, 1632, CountPrecision.Exact)]
    [InlineData("2026-11-22", "", 0, 0, CountPrecision.Exact)]
    [InlineData("2027-01-01", "", 0, 0, CountPrecision.Exact)]
    [InlineData("2022-06", "", 1606, 1635, CountPrecision.Between)]
    [InlineData("2022", "", 1422, 1786, CountPrecision.Between)]
    [InlineData("2022-06-04~", "", 1632, 1632, CountPrecision.About)]
    [InlineData("2022-06~", "", 1606, 1635, CountPrecision.AboutBetween)]
    [InlineData("", "", 0, null, CountPrecision.Unknown)]
    [InlineData("../2022-06-04", "", 1632, null, CountPrecision.AtLeast)]
    [InlineData("../2022-06-04~", "", 1632, null, CountPrecision.AboutOrMore)]
    [InlineData("2022-06-04/..", "", 0, 1632, CountPrecision.AtMost)]
    [InlineData("2022-06-04/2022-07-06", "", 1600, 1632, CountPrecision.Between)]
    [InlineData("2020-02-28", "2020-03-01", 2, 2, CountPrecision.Exact)]
    [InlineData("2020-02-28", "2020-03", 2, 32, CountPrecision.Between)]
    [InlineData("2020-02", "2020-02", 0, 28, CountPrecision.AtMost)]
    [InlineData("2020-02~", "2020-02", 0, 28, CountPrecision.AboutAtMost)]
    [InlineData("2020-02-28", "2020-03-01~", 2, 2, CountPrecision.About)]
    [InlineData("2020-03/2020-05", "2020-08/2020-10", 62, 244, CountPrecision.Between)]
    [InlineData("../2020-03-01", "2020-03-11/2020-03-21", 10, null, CountPrecision.AtLeast)]
    [InlineData("2020-03-01", "../2020-03-21", 0, 20, CountPrecision.AtMost)]
    [InlineData("2026-11-12", "2026", 0, 10, CountPrecision.AtMost)]
    public void The_fewest_days_are_those_that_are_certain_and_the_most_those_that_are_possible(string from, string until, int days,
        int? most, CountPrecision precision)
    {
        var count = DaysDetained.Of(new PersonFacts { Episodes = [Held(from, until)] }, Today).ShouldHaveSingleItem();

        (count.Days, count.Most, count.Precision).ShouldBe((days, most, precision));
        count.IsUncertain.ShouldBeFalse();
        count.GoesOn.ShouldBe(until.Length == 0);
    }

    [Fact]
    public void Several_stretches_are_summed_and_the_one_that_goes_on_says_since_when()
    {
        var count = DaysDetained.Of(new PersonFacts { Episodes = [Held("2010-01-01", "2010-01-11"), Held("2026-11-12")] }, Today)
            .ShouldHaveSingleItem();

        count.Days.ShouldBe(20);
        count.Stretches.ShouldBe(2);
        count.Since.ShouldBe(Date("2026-11-12"));
    }

    [Fact]
    public void House_arrest_is_counted_by_itself()
    {
        var counts =
            DaysDetained.Of(new PersonFacts
            {
                Episodes = [Held("2020-01-01", "2020-01-31", Custody.HouseArrest),
            Held("2020-01-31", "2020-02-10")]
            }, Today);

        counts.Select(c => (c.Custody, c.Days)).ShouldBe([(Custody.Prison, 10), (Custody.HouseArrest, 30)]);
    }

    [Fact]
    public void The_count_stops_at_death()
    {
        var facts = new PersonFacts { Status = CaseStatus.DiedInCustody, Died = Date("2020-03-01"), Episodes = [Held("2020-02-28")] };

        var count = DaysDetained.Of(facts, Today).ShouldHaveSingleItem();

        (count.Days, count.GoesOn, count.Precision).ShouldBe((2, false, CountPrecision.Exact));
        count.Until.ShouldBe(Date("2020-03-01"));
    }

    [Theory]
    [InlineData(CaseStatus.Released)]
    [InlineData(CaseStatus.InExile)]
    [InlineData(CaseStatus.DiedInCustody)]
    public void Nobody_who_is_free_or_dead_is_counted_on(CaseStatus status)
    {
        var count = DaysDetained.Of(new PersonFacts { Status = status, Episodes = [Held("2020-02-28")] }, Today).ShouldHaveSingleItem();

        (count.Days, count.GoesOn, count.Precision).ShouldBe((0, false, CountPrecision.Unknown));
    }

    [Fact]
    public void A_stretch_that_is_over_on_an_unknown_day_is_not_counted_on()
    {
        var count = DaysDetained.Of(new PersonFacts { Episodes = [Held("2020-02-28", ended: true)] }, Today).ShouldHaveSingleItem();

        (count.Days, count.GoesOn, count.Precision).ShouldBe((0, false, CountPrecision.Unknown));
    }

    [Fact]
    public void A_day_in_two_stretches_counts_once() =>
        DaysDetained.Of(new PersonFacts { Episodes = [Held("2020-01-01", "2020-01-31"), Held("2020-01-21", "2020-02-10")] }, Today)
        .ShouldHaveSingleItem().Days.ShouldBe(40);

    [Fact]
    public void Two_stretches_that_may_touch_are_bounded_by_each_other()
    {
        // The first is over by 1 June at the latest, since the second began then: 151 days; the second has 30.
        var count = DaysDetained.Of(new PersonFacts { Episodes = [Held("2010-01-01", "2010"), Held("2010-06-01", "2010-07-01")] }, Today)
            .ShouldHaveSingleItem();

        (count.Days, count.Most, count.Precision).ShouldBe((30, 181, CountPrecision.Between));
    }

    [Fact]
    public void A_stretch_that_ended_nobody_knows_when_is_over_before_the_next()
    {
        var count =
            DaysDetained.Of(new PersonFacts { Episodes = [Held("2020-02-01", ended: true), Held("2020-02-11", "2020-02-21")] }, Today)
            .ShouldHaveSingleItem();

        (count.Days, count.Most, count.Precision).ShouldBe((10, 20, CountPrecision.Between));
    }

    [Fact]
    public void A_range_of_death_bounds_a_stretch_that_had_no_other_end()
    {
        var facts =
            new PersonFacts { Status = CaseStatus.DiedInCustody, Died = Date("2020-03-01/2020-03-11"), Episodes = [Held("2020-02-28")] };

        var count = DaysDetained.Of(facts, Today).ShouldHaveSingleItem();

        (count.Days, count.Most, count.GoesOn).ShouldBe((2, 12, false));
    }

    [Fact]
    public void A_doubted_date_makes_the_count_doubtful() =>
        DaysDetained.Of(new PersonFacts { Episodes = [Held("2020-02-28?", "2020-03-01")] }, Today)
        .ShouldHaveSingleItem().IsUncertain.ShouldBeTrue();

    [Fact]
    public void Without_a_stretch_there_is_no_count() => DaysDetained.Of(PersonFacts.None, Today).ShouldBeEmpty();
}
