using CoalitionCms.Domain;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Domain;

public sealed class MakingSlugsTests
{
    [Theory]
    [InlineData("Who we are", "who-we-are")]
    [InlineData("金海", "金海")]
    [InlineData("金海（Jin Hai）出席了", "金海-jin-hai-出席了")]
    [InlineData("二〇一〇年", "二〇一〇年")]
    [InlineData("공개 문서", "공개-문서")]
    [InlineData("ئۇيغۇرچە ماقالە", "ئۇيغۇرچە-ماقالە")]
    [InlineData("हिन्दी में", "हिन्दी-में")]
    [InlineData("  --Hello,   World!!--  ", "hello-world")]
    [InlineData("Öffentlich ÄÖÜ", "öffentlich-äöü")]
    [InlineData("e\u0301tude", "étude")]
    [InlineData("a/b\\c?d#e%f.g", "a-b-c-d-e-f-g")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("2015年10月6日", "2015年10月6日")]
    [InlineData("x\u200by\u202ez", "xyz")]
    [InlineData("𠮷田", "𠮷田")]
    [InlineData("😀 news 😀", "news")]
    [InlineData("! \u0301a", "a")]
    [InlineData("！？", "")]
    [InlineData("\u3164", "")]
    [InlineData("", "")]
    public void A_title_of_any_script_keeps_its_letters_and_digits(string title, string slug) => Slug.From(title).ShouldBe(slug);

    [Fact]
    public void Half_a_surrogate_pair_is_dropped()
    {
        Slug.From("\ud800abc\udc00").ShouldBe("abc");
        Slug.Check("ab\udc00", EntryKind.Page).ShouldBe(SlugProblem.NotNormal);
    }

    [Fact]
    public void A_slug_gives_itself()
    {
        foreach (var title in new[] { "Who we are", "İstanbul ΣΑΣ", "金海（Jin Hai）", new string('é', 300),
            string.Concat(Enumerable.Repeat("word ", 60)) })
        {
            Slug.From(Slug.From(title)).ShouldBe(Slug.From(title));
        }
    }

    [Fact]
    public void A_long_title_ends_with_a_whole_word()
    {
        var slug = Slug.From(string.Concat(Enumerable.Repeat("statement ", 20)));
        slug.ShouldBe("statement-statement-statement-statement-statement-statement-statement-statement");
        Slug.From(new string('a', 79) + " bcd").ShouldBe(new string('a', 79));
        Slug.From(new string('a', 80) + " bcd").ShouldBe(new string('a', 80));
    }

    [Fact]
    public void A_long_chinese_title_ends_with_a_whole_character()
    {
        Slug.From(new string('金', 200)).ShouldBe(new string('金', 80));
        Slug.From("a" + string.Concat(Enumerable.Repeat("𠮷", 60))).Length.ShouldBe(79);
        Slug.From("a" + string.Concat(Enumerable.Repeat("\u0928\u094d\u0926\u0947", 60))).Length.ShouldBeInRange(77, 80);
        Slug.From("a" + new string('\u0316', 500)).Length.ShouldBe(80);
    }

    [Theory]
    [InlineData("", SlugProblem.Empty)]
    [InlineData(" \u3000", SlugProblem.Empty)]
    [InlineData("！？", SlugProblem.OnlyPunctuation)]
    [InlineData("---", SlugProblem.OnlyPunctuation)]
    [InlineData("Who-we-are", SlugProblem.NotNormal)]
    [InlineData("who we are", SlugProblem.NotNormal)]
    [InlineData("who--we", SlugProblem.NotNormal)]
    [InlineData("-who", SlugProblem.NotNormal)]
    [InlineData("a/b", SlugProblem.NotNormal)]
    [InlineData("e\u0301tude", SlugProblem.NotNormal)]
    [InlineData("ab\u200b", SlugProblem.NotNormal)]
    public void A_slug_that_cannot_stand_in_an_address_is_named(string slug, SlugProblem problem)
    {
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            Slug.Check(slug, kind).ShouldBe(problem);
        }
    }

    [Fact]
    public void A_slug_of_81_characters_is_too_long_and_one_of_80_is_not()
    {
        Slug.Check(new string('金', 81), EntryKind.Page).ShouldBe(SlugProblem.TooLong);
        Slug.Check(new string('金', 80), EntryKind.Page).ShouldBeNull();
    }

    [Fact]
    public void No_page_can_take_the_place_of_a_path_of_the_site()
    {
        const string Paths =
            "articles campaigns people events tags search official media verify account admin healthz readyz feed error css js img "
            + "favicon.svg robots.txt sitemap.xml en zh-Hans zh-hans zh-Hant zh-hant ko ug Admin ADMIN";
        foreach (var path in Paths.Split(' '))
        {
            Slug.Check(path, EntryKind.Page).ShouldBe(SlugProblem.Reserved, path);
        }

        foreach (var language in Language.All)
        {
            Slug.Check(language.Code, EntryKind.Page).ShouldBe(SlugProblem.Reserved, language.Code);
        }

        Slug.Check("admin", EntryKind.Article).ShouldBeNull();
    }

    [Fact]
    public void No_article_can_take_the_place_of_a_year()
    {
        Slug.Check("2015", EntryKind.Article).ShouldBe(SlugProblem.Reserved);
        Slug.Check("2015", EntryKind.Page).ShouldBeNull();
        Slug.Check("20155", EntryKind.Article).ShouldBeNull();
        Slug.Check("2015-report", EntryKind.Article).ShouldBeNull();
    }
}
