using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;

namespace CoalitionCms.Tests.People;

public sealed class DrawingTimelinesTests
{
    private static readonly DateOnly Today = new(2013, 12, 31);

    [Fact]
    public void A_range_is_drawn_from_its_first_day_to_its_last_and_only_the_rest_is_certain()
    {
        var picture = Draw([Held("2010/2011", "2013-01-01")]);

        (picture.FirstYear, picture.LastYear).ShouldBe((2010, 2013));
        var bar = picture.Bars.ShouldHaveSingleItem();
        bar.X.ShouldBe(0);
        (bar.X + bar.Width).ShouldBe(75, tolerance: 0.2);
        bar.SureX.ShouldBe(50, tolerance: 0.2);
        bar.SureWidth.ShouldBe(25, tolerance: 0.2);
    }

    [Fact]
    public void A_begin_without_a_first_day_reaches_to_the_left_edge_and_an_end_without_a_last_one_to_today()
    {
        var picture = Draw([Held("../2011-01-01", "2012-01-01/..")], Step("2010"));

        var bar = picture.Bars.ShouldHaveSingleItem();
        (bar.X, bar.SureX, bar.SureWidth).ShouldBe((0d, 25d, 25d), Near);
        (bar.X + bar.Width).ShouldBe(100, tolerance: 0.2);
    }

    [Fact]
    public void A_step_somewhere_in_a_range_is_a_hollow_dot_in_its_middle_with_a_line_to_both_ends()
    {
        var picture = Draw([], Step("2010"), Step("2011/2012"), Step("2013-05-14?"), Step("2013-12-31"));

        picture.Marks.Select(m => m.IsExact).ShouldBe([false, false, false, true]);
        (picture.Marks[1].From, picture.Marks[1].X, picture.Marks[1].Width).ShouldBe((25d, 50d, 50d), Near);
        picture.Marks.Select(m => m.Ends.Count()).ShouldBe([2, 2, 0, 0]);
    }

    [Fact]
    public void A_date_open_at_one_side_alone_makes_a_picture()
    {
        Draw([], Step("../2010")).Marks.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(m => m.From.ShouldBe(0), m => m.Width.ShouldBe(100, tolerance: 0.3));
        Draw([], Step("2010/..")).LastYear.ShouldBe(2013);
        Draw([Held("2010/..")]).Bars.ShouldHaveSingleItem().SureWidth.ShouldBe(0);
        Draw([Held("../2010", ended: true)]).Bars.ShouldHaveSingleItem().Width.ShouldBe(100, tolerance: 0.3);
    }

    [Theory]
    [InlineData("2010", "2010")]
    [InlineData("../2010", "../2011")]
    [InlineData("2010/..", "2011/..")]
    [InlineData("2010-05-14/2012", "2011/2013")]
    [InlineData("2010/2013", "../2010-05")]
    public void Nothing_is_drawn_outside_the_picture(string from, string until)
    {
        var picture = Draw([Held(from, until)], Step(from), Step(until));

        foreach (var (x, width) in picture.Bars.SelectMany(b => new[] { (b.X, b.Width), (b.SureX, b.SureWidth) })
            .Concat(picture.Marks.Select(m => (m.From, m.Width))))
        {
            x.ShouldBeInRange(0, 100);
            width.ShouldBeInRange(0, 100.6 - x);
        }
    }

    private static TimelinePicture Draw(DetentionEpisode[] episodes, params CaseEvent[] steps) =>
        TimelinePicture.Of(new PersonFacts { Episodes = episodes, CaseEvents = steps }, Today).ShouldNotBeNull();

    private static CaseEvent Step(string date) => new(Date(date), CaseEventKind.Other, LocalText.Empty, []);

    private static IEqualityComparer<(double, double, double)> Near { get; } =
        EqualityComparer<(double, double, double)>.Create((a, b) => Math.Abs(a.Item1 - b.Item1) < 0.2 && Math.Abs(a.Item2 - b.Item2) < 0.2
        && Math.Abs(a.Item3 - b.Item3) < 0.2, _ => 0);
}
