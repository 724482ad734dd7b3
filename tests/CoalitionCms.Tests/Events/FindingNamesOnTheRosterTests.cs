using CoalitionCms.Features.Events;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

public sealed class FindingNamesOnTheRosterTests
{
    private static readonly RosterName BaoHe = new(Guid.Parse("00000000-0000-7000-8000-000000000001"), "Bao He", "包河");
    private static readonly RosterName OtherBaoHe = new(Guid.Parse("00000000-0000-7000-8000-000000000002"), "Bao He", "包禾");
    private static readonly RosterName Moon = new(Guid.Parse("00000000-0000-7000-8000-000000000003"), "Gi Tae Moon", "");
    private static readonly RosterName YuAn = new(Guid.Parse("00000000-0000-7000-8000-000000000004"), "", "于安");

    [Theory]
    [InlineData("Bao He (包河)")]
    [InlineData("包河")]
    [InlineData("包河（BAO HE）")]
    [InlineData("Bǎo-Hé 包河")]
    public void A_name_that_agrees_in_every_script_is_that_member(string typed) => Of(typed, BaoHe, Moon, YuAn).Member.ShouldBe(BaoHe);

    [Fact]
    public void A_script_that_the_roster_lacks_does_not_matter() => Of("Yu An (于安)", BaoHe, YuAn).Member.ShouldBe(YuAn);

    [Fact]
    public void Two_members_of_one_spelling_are_left_to_a_person()
    {
        var found = Of("Bao He", BaoHe, OtherBaoHe);
        found.Member.ShouldBeNull();
        found.Candidates.ShouldBe([BaoHe, OtherBaoHe], ignoreOrder: true);
    }

    [Fact]
    public void The_native_name_does_not_decide_against_the_romanised_one()
    {
        var found = Of("Bao Ho (包河)", BaoHe);
        found.Member.ShouldBeNull();
        found.Candidates.ShouldBe([BaoHe]);
    }

    [Fact]
    public void Another_order_of_the_words_is_only_a_suggestion() => Of("Moon Gi Tae", Moon).Candidates.ShouldBe([Moon]);

    [Fact]
    public void The_other_Chinese_script_is_only_a_suggestion()
    {
        var written = new RosterName(Guid.Parse("00000000-0000-7000-8000-000000000005"), "", "劉霞");
        var found = Of("刘霞", written, BaoHe);
        found.Member.ShouldBeNull();
        found.Candidates.ShouldBe([written]);
        Of("劉霞", written).Member.ShouldBe(written);
    }

    [Fact]
    public void Whoever_is_on_no_roster_is_new() => Of("Zhou Lingxin (周灵心)", BaoHe, Moon, YuAn).IsNew.ShouldBeTrue();

    private static UnderstoodName Of(string typed, params RosterName[] roster) =>
        RosterMatch.Of(AttendeeLine.Parse(typed), roster).ShouldHaveSingleItem();
}
