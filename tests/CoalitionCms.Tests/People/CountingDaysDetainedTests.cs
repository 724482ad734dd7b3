using CoalitionCms.Features.People;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;

namespace CoalitionCms.Tests.People;

public sealed class CountingDaysDetainedTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Theory]
    [InlineData("2022-06-04", "", 1632, CountPrecision.Exact)]
    [InlineData("2026-11-22", "", 0, CountPrecision.Exact)]
    [InlineData("2027-01-01", "", 0, CountPrecision.Exact)]
    [InlineData("2022-06", "", 1606, CountPrecision.AtLeast)]
    [InlineData("2022", "", 1422, CountPrecision.AtLeast)]
    [InlineData("2022-06-04~", "", 1632, CountPrecision.About)]
    [InlineData("2022-06~", "", 1606, CountPrecision.AboutOrMore)]
    [InlineData("", "", 0, CountPrecision.AtLeast)]
    [InlineData("2020-02-28", "2020-03-01", 2, CountPrecision.Exact)]
    [InlineData("2020-02-28", "2020-03", 2, CountPrecision.AtLeast)]
    [InlineData("2020-02", "2020-02", 0, CountPrecision.AtLeast)]
    [InlineData("2020-02-28", "2020-03-01~", 2, CountPrecision.About)]
    public void A_stretch_counts_from_the_last_possible_start_to_the_first_possible_end(string from, string until, int days, CountPrecision precision)
    {
        var count = DaysDetained.Of(new PersonFacts { Episodes = [Held(from, until)] }, Today).ShouldHaveSingleItem();

        count.Days.ShouldBe(days);
        count.Precision.ShouldBe(precision);
        count.GoesOn.ShouldBe(until.Length == 0);
    }

    [Fact]
    public void Several_stretches_are_summed_and_the_one_that_goes_on_says_since_when()
    {
        var count = DaysDetained.Of(new PersonFacts { Episodes = [Held("2010-01-01", "2010-01-11"), Held("2026-11-12")] }, Today).ShouldHaveSingleItem();

        count.Days.ShouldBe(20);
        count.Stretches.ShouldBe(2);
        count.Since.ShouldBe(Date("2026-11-12"));
    }

    [Fact]
    public void House_arrest_is_counted_by_itself()
    {
        var counts = DaysDetained.Of(new PersonFacts { Episodes = [Held("2020-01-01", "2020-01-31", Custody.HouseArrest), Held("2020-01-31", "2020-02-10")] }, Today);

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

        (count.Days, count.GoesOn, count.Precision).ShouldBe((0, false, CountPrecision.AtLeast));
    }

    [Fact]
    public void A_stretch_that_is_over_on_an_unknown_day_is_not_counted_on()
    {
        var count = DaysDetained.Of(new PersonFacts { Episodes = [Held("2020-02-28", ended: true)] }, Today).ShouldHaveSingleItem();

        (count.Days, count.GoesOn, count.Precision).ShouldBe((0, false, CountPrecision.AtLeast));
    }

    [Fact]
    public void A_day_in_two_stretches_counts_once() =>
        DaysDetained.Of(new PersonFacts { Episodes = [Held("2020-01-01", "2020-01-31"), Held("2020-01-21", "2020-02-10")] }, Today).ShouldHaveSingleItem().Days.ShouldBe(40);

    [Fact]
    public void Without_a_stretch_there_is_no_count() => DaysDetained.Of(PersonFacts.None, Today).ShouldBeEmpty();
}
