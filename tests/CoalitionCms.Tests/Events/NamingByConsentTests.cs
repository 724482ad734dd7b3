using CoalitionCms.Features.Events;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>Every combination of what decides over a name, held against the rule in words.</summary>
public sealed class NamingByConsentTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly Guid Here = Guid.CreateVersion7();
    private static readonly Guid Elsewhere = Guid.CreateVersion7();

    private enum When
    {
        WithoutEnd,
        OverYesterday,
        LastDayToday,
        UntilTomorrow,
        GivenTomorrow,
    }

    [Fact]
    public void A_name_shows_only_where_nothing_stands_against_it()
    {
        Said?[] all = [null, .. from choice in (NameChoice[])[NameChoice.Hidden, NameChoice.Alias, NameChoice.PublicName]
                                from means in Enum.GetValues<ConsentMeans>()
                                from time in Enum.GetValues<When>()
                                select new Said(choice, means, time)];
        var combinations =
            from here in all
            from everywhere in all
            from hereIsNewer in (bool[])[false, true]
            from hiddenByStaff in (bool[])[false, true]
            from hiddenEverywhere in (bool[])[false, true]
            from alias in (string[])["", "Old Bridge", "老桥"]
            select (here, everywhere, hereIsNewer, hiddenByStaff, hiddenEverywhere, alias);
        foreach (var (here, everywhere, hereIsNewer, hiddenByStaff, hiddenEverywhere, alias) in combinations)
        {
            // An older row about each, and one about another event, must not matter.
            List<RecordedConsent> rows = [Row(Elsewhere, 99, new(NameChoice.PublicName, ConsentMeans.InWriting, When.WithoutEnd))];
            if (here is not null)
            {
                rows.AddRange(Row(Here, 1, new(NameChoice.PublicName, ConsentMeans.InPerson, When.WithoutEnd)),
                    Row(Here, hereIsNewer ? 20 : 10, here));
            }

            if (everywhere is not null)
            {
                rows.AddRange(Row(null, hereIsNewer ? 10 : 20, everywhere),
                    Row(null, 2, new(NameChoice.PublicName, ConsentMeans.InPerson, When.WithoutEnd)));
            }

            var person = new Nameable(Guid.CreateVersion7(), "Bao He", "包河", "zh-Hans", alias, hiddenEverywhere);
            var shown = ConsentedName.Of(person, rows, Here, hiddenByStaff, Today);
            (shown is null ? null : $"{shown.Romanised}|{shown.Native}").ShouldBe(
                Expected(here, everywhere, hereIsNewer, hiddenByStaff || hiddenEverywhere, alias),
                $"here {here}, everywhere {everywhere}, here is newer {hereIsNewer}, staff {hiddenByStaff}, hidden everywhere "
                + $"{hiddenEverywhere}, alias '{alias}'");
        }
    }

    [Fact]
    public void Who_was_asked_nothing_is_hidden() =>
        ConsentedName.Of(new(Guid.CreateVersion7(), "Bao He", "包河", "zh-Hans", "Old Bridge", false), [], Here, hiddenByStaff: false, Today)
        .ShouldBeNull();

    [Fact]
    public void Nothing_can_be_recorded_that_says_nothing_or_takes_back_by_naming()
    {
        var now = Support.MovableClock.Start.UtcDateTime;
        Should.Throw<ArgumentException>(() =>
            new GivenConsent(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, null, Consent.None, false, null, now));
        Should.Throw<ArgumentException>(() =>
            new GivenConsent(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, null, Gathering.Public, true, null, now));
        Should.Throw<ArgumentException>(() =>
            new GivenConsent(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, null,
            Gathering.Public with { Until = new DateOnly(2026, 4, 17) }, false, null, now));
    }

    /// <summary>The rule, written down a second time: as a count of how much may be shown.</summary>
    private static string? Expected(Said? here, Said? everywhere, bool hereIsNewer, bool forbidden, string alias)
    {
        var much = (here, everywhere) switch
        {
            (null, null) => 0,
            (not null, null) => Much(here),
            (null, not null) => Much(everywhere),
            _ when hereIsNewer => Much(here),
            _ => Math.Min(Much(here), Much(everywhere)),
        };
        return forbidden ? null : (much, alias) switch
        {
            (2, _) => "Bao He|包河",
            (1, "Old Bridge") => "Old Bridge|",
            (1, "老桥") => "|老桥",
            _ => null,
        };
    }

    private static int Much(Said said) =>
        said.Means == ConsentMeans.None || said.Time is When.OverYesterday or When.GivenTomorrow ? 0
        : said.Choice == NameChoice.PublicName ? 2
        : said.Choice == NameChoice.Alias ? 1
        : 0;

    private static RecordedConsent Row(Guid? eventId, long number, Said said) => new(eventId, number, new(
        said.Choice,
        said.Means,
        said.Time == When.GivenTomorrow ? Today.AddDays(1) : Today.AddYears(-1),
        "",
        said.Time switch
        {
            When.OverYesterday => Today.AddDays(-1),
            When.LastDayToday => Today,
            When.UntilTomorrow => Today.AddDays(1),
            _ =>
        null
        }));

    private sealed record Said(NameChoice Choice, ConsentMeans Means, When Time);
}
