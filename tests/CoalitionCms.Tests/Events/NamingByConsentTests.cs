using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>Every combination of what decides over a name, held against the rule in words.</summary>
public sealed class NamingByConsentTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void A_name_shows_only_where_nothing_stands_against_it()
    {
        var combinations =
            from choice in Enum.GetValues<NameChoice>()
            from means in Enum.GetValues<ConsentMeans>()
            from hiddenByStaff in (bool[])[false, true]
            from hiddenEverywhere in (bool[])[false, true]
            from until in (DateOnly?[])[null, Today.AddDays(-1), Today, Today.AddDays(1)]
            from alias in (string[])["", "Old Bridge", "老桥"]
            select (choice, means, hiddenByStaff, hiddenEverywhere, until, alias);
        foreach (var (choice, means, hiddenByStaff, hiddenEverywhere, until, alias) in combinations)
        {
            var member = new Member(Guid.CreateVersion7());
            member.Describe("Bao He", "包河", "zh-Hans", alias, Standing.Member, "", hiddenEverywhere);
            var shown = ConsentedName.Of(new Consent(choice, means, Today.AddYears(-1), "", until), hiddenByStaff, member, Today);

            var forbidden = hiddenByStaff || hiddenEverywhere || means == ConsentMeans.None || until == Today.AddDays(-1);
            var expected = (forbidden, choice) switch
            {
                (false, NameChoice.PublicName) => "Bao He|包河",
                (false, NameChoice.Alias) when alias == "Old Bridge" => "Old Bridge|",
                (false, NameChoice.Alias) when alias == "老桥" => "|老桥",
                _ => null,
            };
            (shown is null ? null : $"{shown.Romanised}|{shown.Native}").ShouldBe(
                expected, $"{choice}, {means}, staff {hiddenByStaff}, everywhere {hiddenEverywhere}, until {until}, alias '{alias}'");
        }
    }

    [Fact]
    public void Who_was_asked_nothing_is_hidden()
    {
        var member = new Member(Guid.CreateVersion7());
        member.Describe("Bao He", "包河", "zh-Hans", "", Standing.Member, "", hiddenEverywhere: false);
        ConsentedName.Of(new Attendance(Guid.CreateVersion7(), Guid.CreateVersion7(), member.Id).Consent, hiddenByStaff: false, member, Today).ShouldBeNull();
    }
}
