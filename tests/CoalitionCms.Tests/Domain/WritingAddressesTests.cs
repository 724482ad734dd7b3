using CoalitionCms.Domain;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Domain;

public sealed class WritingAddressesTests
{
    [Theory]
    [InlineData("court-2015", "court-2015", "court-2015")]
    [InlineData("法庭-开庭", "法庭-开庭", "%E6%B3%95%E5%BA%AD-%E5%BC%80%E5%BA%AD")]
    [InlineData("𠮷-ئۇيغۇر-한국", "𠮷-ئۇيغۇر-한국",
        "%F0%A0%AE%B7-%D8%A6%DB%87%D9%8A%D8%BA%DB%87%D8%B1-%ED%95%9C%EA%B5%AD")]
    [InlineData("a b&c/d?e#f%g\"h<i'", "a%20b%26c%2Fd%3Fe%23f%25g%22h%3Ci%27", "a%20b%26c%2Fd%3Fe%23f%25g%22h%3Ci%27")]
    [InlineData("金 海", "金%20海", "%E9%87%91%20%E6%B5%B7")]
    [InlineData("a\u202Eb\u3000c\u00a0d\uE000", "a%E2%80%AEb%E3%80%80c%C2%A0d%EE%80%80", "a%E2%80%AEb%E3%80%80c%C2%A0d%EE%80%80")]
    [InlineData("", "", "")]
    public void Letters_stay_and_all_else_is_percent_encoded(string text, string iri, string uri)
    {
        Iri.Escape(text).ShouldBe(iri);
        Iri.ToUri(Iri.Escape(text)).ShouldBe(uri);
        uri.ShouldBe(Uri.EscapeDataString(text));
    }

    [Fact]
    public void Half_a_character_is_replaced() => Iri.Escape("a\uD83Db").ShouldBe("a%EF%BF%BDb");
}
