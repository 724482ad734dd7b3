using System.Text;
using CoalitionCms.Integrity;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Integrity;

/// <summary>The numbers of FORMATS.md, which were computed in another language. They never change under the same label.</summary>
public sealed class FormatVectorsTests
{
    private const string First = "3d8b5b71c7d475940ded91b2ded6dccc9a8021cc844bb37bb76dbd33c5853bc5";
    private static readonly DateTime At = new(2015, 10, 6, 18, 30, 0, DateTimeKind.Utc);

    [Fact]
    public void The_chain_starts_at_number_0_with_the_documented_hash() =>
        HashChain.Genesis.ShouldBe(new ChainHead(0, "10bad10fd59221ca8d218f64aa178e0d9f4e9fde13bd9c940e3e02a3e5490416"));

    [Fact]
    public void The_first_record_has_the_documented_hash() =>
        HashChain.Hash(HashChain.Genesis.Hash, new(1, At, "system", "database.created", "site", "", "{}")).ShouldBe(First);

    [Fact]
    public void A_record_with_chinese_text_and_an_emoji_has_the_documented_hash() =>
        HashChain.Hash(First, new(2, At.AddMilliseconds(250), "3f6c2a51-0d7e-7c43-9b1e-5a1f2f4c9d10", "article.published", "article",
        "7b0e",
            """{"title":"金海（Jin Hai）出席了","tag":"😀"}""")).ShouldBe("b935be269b396555d9fbd9b581771888e4a5fadd3e79372636cfb45c139cdba3");

    [Fact]
    public void Content_has_the_documented_hashes()
    {
        ContentHash.Of().ShouldBe("e4fff425727c5bbf62a08ab3e9fc4aa724c68213b193c30b77e50db6d2962ea6");
        ContentHash.Of("").ShouldBe("8dcdc0322e692596eecb3f2458521c24bf99fc3ce5a5f3e01af968b741d01762");
        ContentHash.Of("ab", "c").ShouldBe("b81bcf2c3d90acebbc431b28c7aea044671be96988e28a7766c0376a4377a6dd");
        ContentHash.Of("a", "bc").ShouldBe("4feb0ba76193a27380f92d3072f0723a545c849bbbbad3b304a464c656b02c34");
        ContentHash.Of("金海", "Jin Hai\n").ShouldBe("b553a50d2a73f987111e95e81f7aeb72fa5365f8e6ddeed1cbe5565a10bc2b03");
    }

    [Fact]
    public void Rows_have_the_documented_hashes()
    {
        RowHash.Of("Settings", "1", []).ShouldBe("e88aa07b85ec17cde0c851c667e5dc145cf6ab0cdfd252a1518295cc430660f9");
        RowHash.Of("Addresses", "7b0e", new Dictionary<string, string> { ["Location"] = "金海.example", ["IsCompromised"] = "false" })
            .ShouldBe("0d82e4ec53e7e5e666e1369cf8d84dfd547cec883c76321def90541954674850");
    }

    [Fact]
    public void A_day_read_back_from_a_database_without_its_time_zone_mark_hashes_the_same() =>
        HashChain.Hash(HashChain.Genesis.Hash,
        new(1, DateTime.SpecifyKind(At, DateTimeKind.Unspecified), "system", "database.created", "site", "", "{}"))
            .ShouldBe(First);

    [Theory]
    [InlineData("a", "b:1:c")]
    [InlineData("a,1:b", "c")]
    [InlineData("ab", "")]
    [InlineData("", "ab")]
    public void Text_that_imitates_a_field_border_does_not_move_the_border(string first, string second) =>
        new[] { ContentHash.Of("a", "b"), ContentHash.Of("a", "b", "c"), ContentHash.Of("ab"), ContentHash.Of("a,1:b,1:c") }
            .ShouldNotContain(ContentHash.Of(first, second));

    [Fact]
    public void Spellings_that_look_alike_are_different_content() =>
        ContentHash.Of("é").ShouldNotBe(ContentHash.Of("é".Normalize(NormalizationForm.FormD)));

    [Fact]
    public void Half_a_surrogate_pair_is_refused_rather_than_replaced() =>
        Should.Throw<EncoderFallbackException>(() => ContentHash.Of("\ud800"));

    [Theory]
    [InlineData("")]
    [InlineData("10BAD10FD59221CA8D218F64AA178E0D9F4E9FDE13BD9C940E3E02A3E5490416")]
    [InlineData("10bad10f")]
    public void A_previous_hash_of_another_form_is_refused(string previous) =>
        Should.Throw<ArgumentException>(() => HashChain.Hash(previous, new(1, At, "", "", "", "", "")));

    [Fact]
    public void A_record_that_has_no_exact_form_is_refused()
    {
        Should.Throw<ArgumentException>(() => Hash(new(0, At, "", "", "", "", "")));
        Should.Throw<ArgumentException>(() => Hash(new(1, At.AddTicks(1), "", "", "", "", "")));
        Should.Throw<ArgumentException>(() => Hash(new(1, At.ToLocalTime(), "", "", "", "", "")));

        static string Hash(ChainEntry entry) => HashChain.Hash(HashChain.Genesis.Hash, entry);
    }
}
