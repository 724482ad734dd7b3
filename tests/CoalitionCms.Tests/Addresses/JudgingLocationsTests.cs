using CoalitionCms.Features.Addresses;
using Xunit;

namespace CoalitionCms.Tests.Addresses;

public sealed class JudgingLocationsTests
{
    private const string Onion = "wbxyvpenjjbmuflkifbttahu4fz2xasedldriex44abub22aj2m3ppad.onion";

    [Theory]
    [InlineData("www.example.org", "www.example.org")]
    [InlineData("  https://WWW.Example.org/ ", "www.example.org")]
    [InlineData("HTTP://example.org/News/", "example.org/News")]
    [InlineData("example.org/@rights", "example.org/@rights")]
    [InlineData("人权.example", "人权.example")]
    [InlineData("www.exa\u200bmple.org", "www.example.org")]
    public void A_host_or_host_and_path_is_kept_without_scheme(string typed, string kept)
    {
        Assert.Null(AddressLocation.Read(typed, AddressKind.Official, out var location));
        Assert.Equal(kept, location);
    }

    [Theory]
    [InlineData(null, LocationMistake.Missing)]
    [InlineData("  \u202e ", LocationMistake.Missing)]
    [InlineData("ftp://example.org", LocationMistake.WrongScheme)]
    [InlineData("javascript://example.org/%0aalert(1)", LocationMistake.WrongScheme)]
    [InlineData("javascript:alert(1)", LocationMistake.NotAHost)]
    [InlineData("https://", LocationMistake.NotAHost)]
    [InlineData("//evil.example", LocationMistake.NotAHost)]
    [InlineData("localhost", LocationMistake.NotAHost)]
    [InlineData("192.0.2.7", LocationMistake.NotAHost)]
    [InlineData("[2001:db8::1]", LocationMistake.NotAHost)]
    [InlineData("example.org:8080", LocationMistake.NotAHost)]
    [InlineData("exa mple.org", LocationMistake.NotAHost)]
    [InlineData("-example.org", LocationMistake.NotAHost)]
    [InlineData("example..org", LocationMistake.NotAHost)]
    [InlineData("example.org\"onclick", LocationMistake.NotAHost)]
    [InlineData("https://rights@evil.example", LocationMistake.HasUser)]
    [InlineData("www.example.org:pass@evil.example", LocationMistake.HasUser)]
    [InlineData("example.org?a=b", LocationMistake.HasQuery)]
    [InlineData("example.org/#top", LocationMistake.HasQuery)]
    [InlineData("example.org/a b", LocationMistake.BadPath)]
    [InlineData("example.org/\\evil", LocationMistake.BadPath)]
    [InlineData(Onion, LocationMistake.OnionElsewhere)]
    public void What_is_no_address_is_named_for_what_it_is(string? typed, LocationMistake mistake) =>
        Assert.Equal(mistake, AddressLocation.Read(typed, AddressKind.Official, out _));

    [Theory]
    [InlineData(Onion, null)]
    [InlineData("http://www." + Onion + "/", null)]
    [InlineData("vbxyvpenjjbmuflkifbttahu4fz2xasedldriex44abub22aj2m3ppad.onion", LocationMistake.OnionMistyped)]
    [InlineData("wbxyvpenjjbmuflkifbttahu4fz2xasedldriex44abub22aj2m3ppaa.onion", LocationMistake.NotOnion)]
    [InlineData("wbxyvpenjjbmuflkifbttahu4fz2xasedldriex44abub22aj2m3ppa1.onion", LocationMistake.NotOnion)]
    [InlineData("abcdefghijklmnop.onion", LocationMistake.NotOnion)]
    [InlineData("www.example.org", LocationMistake.NotOnion)]
    public void An_onion_address_must_be_right_to_the_letter(string typed, LocationMistake? mistake) =>
        Assert.Equal(mistake, AddressLocation.Read(typed, AddressKind.Onion, out _));

    [Fact]
    public void A_retired_onion_address_of_the_old_form_can_be_listed() =>
        Assert.Null(AddressLocation.Read("abcdefghijklmnop.onion", AddressKind.Retired, out _));

    [Fact]
    public void A_location_longer_than_the_column_is_refused() =>
        Assert.Equal(LocationMistake.TooLong, AddressLocation.Read("example.org/" + new string('a', 300), AddressKind.Official, out _));

    [Fact]
    public void A_defanged_address_has_no_dot_that_a_program_could_make_a_link_of() =>
        Assert.Equal("www[.]old-example[.]org/a[.]html", AddressLocation.Defang("www.old-example.org/a.html"));
}
