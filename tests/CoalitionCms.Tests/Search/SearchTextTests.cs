using CoalitionCms.Domain;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Search;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("金海", "金 海")]
    [InlineData("劉曉波", "刘 晓 波")]
    [InlineData("陳衞", "陈 卫")]
    [InlineData("薴", "苎")]
    [InlineData("Ürümqi", "urumqi")]
    [InlineData("U\u0308ru\u0308mqi", "urumqi")]
    [InlineData("ＪＩＮ　Ｈａｉ", "jin hai")]
    [InlineData("Xi'an", "xian")]
    [InlineData("Xi’an", "xian")]
    [InlineData("阿不都·热西提", "阿 不 都 热 西 提")]
    [InlineData("阿不都•热西提", "阿 不 都 热 西 提")]
    [InlineData("Abdu.Rashid", "abdu rashid")]
    [InlineData("Jean-Paul", "jean paul")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("ﬁre", "fire")]
    [InlineData("Łódź", "lodz")]
    [InlineData("ئالىم", "ئاليم")]
    [InlineData("كـتاب", "كتاب")]
    [InlineData("སྒྲོལ་མ", "སྒྲོལ མ")]
    [InlineData("8964", "8964")]
    public void Forms_that_readers_take_for_the_same_are_the_same(string typed, string tokens) =>
        string.Join(' ', SearchText.Tokens(typed).Select(t => t.Text)).ShouldBe(tokens);

    [Fact]
    public void A_phrase_ends_at_a_sentence_and_a_text_does_not_begin_with_a_boundary() =>
        SearchText.Tokens("«一。二，三») (！").Select(t => t.Text)
            .ShouldBe(["一", SearchText.Boundary, "二", SearchText.Boundary, "三", SearchText.Boundary]);

    [Fact]
    public void Tokens_know_where_they_stand()
    {
        const string Text = "Über 劉曉波, 1989";
        SearchQuery.Of("刘晓波 uber").PlacesIn(Text).Select(p => Text[p.Start..p.End]).ShouldBe(["Über", "劉曉波"]);
    }

    [Theory]
    [InlineData("Jin  Hai", new[] { "jin", "hai" })]
    [InlineData("\"Jin Hai\" 金海", new[] { "jin hai", "金 海" })]
    [InlineData("“Jin Hai", new[] { "jin hai" })]
    [InlineData("刘蒙蒙，金海", new[] { "刘 蒙 蒙", "金 海" })]
    [InlineData("NEAR(a* ^b -c) AND \"", new[] { "near", "a", "b", "c", "and" })]
    [InlineData("\u202Ejin\u200B \uFFFD 😀", new[] { "jin" })]
    [InlineData("。，！?*\"", new string[0])]
    [InlineData("", new string[0])]
    public void A_question_is_phrases(string typed, string[] phrases) =>
        SearchQuery.Of(typed).Phrases.Select(p => string.Join(' ', p)).ShouldBe(phrases);

    [Theory]
    [InlineData("")]
    [InlineData("Jin Hai")]
    [InlineData("AkbarImin O'Neil-Park, 2nd.")]
    [InlineData("Ürümqi")]
    [InlineData("刘晓波")]
    public void A_name_is_joined_by_the_same_rules_whichever_letters_it_has(string name) =>
        NameFilter.Joined(name).ShouldBe(NameSpellings.Of(name)
            .Select(n => string.Concat(SearchText.Tokens(n, withBoundaries: false).ConvertAll(t => t.Text))).Distinct());

    [Fact]
    public void A_long_question_is_cut_and_has_few_phrases() =>
        SearchQuery.Of(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"w{i} ")))
        .Phrases.Count.ShouldBeInRange(1, 12);

    [Fact]
    public void Half_a_character_is_no_character() => SearchText.Tokens("a\uD83Db \uDE00").Select(t => t.Text).ShouldBe(["a", "b"]);

    [Fact]
    public void Keys_are_characters_and_pairs_of_neighbours() =>
        SearchText.Keys($"金 海 {SearchText.Boundary} 波 jin").ShouldBe(["金", "海", "金海", "波", "jin"]);

    [Fact]
    public void A_phrase_is_asked_for_by_its_pairs_and_by_what_is_in_none() =>
        SearchText.KeysOfPhrase(["jin", "金", "海", "波", "hai"]).ShouldBe(["jin", "金海", "海波", "hai"]);

    [Fact]
    public void Words_of_a_name_are_pairs_too()
    {
        SearchText.Keys($"jin hai {SearchText.Boundary} jinhai", areNames: true)
            .ShouldBe(["jin", "hai", "jin\uE004hai", "jinhai"]);
        SearchText.KeysOfPhrase(["jin", "hai"], areNames: true).ShouldBe(["jin\uE004hai"]);
        SearchText.KeysOfPhrase(["jin", "hai"]).ShouldBe(["jin", "hai"]);
    }

    [Theory]
    [InlineData("Jin Hai", "jinhai")]
    [InlineData("AkbarImin", "akbar imin")]
    [InlineData("金海", "jin hai")]
    [InlineData("金海", "jinhai")]
    [InlineData("劉曉波", "liuxiaobo")]
    [InlineData("劉曉波", "liu xiaobo")]
    [InlineData("曾金燕", "zengjinyan")]
    [InlineData("曾金燕", "cengjinyan")]
    [InlineData("单雅", "shan ya")]
    [InlineData("吕耿", "lvgeng")]
    [InlineData("吕耿", "lugeng")]
    public void A_name_is_found_in_every_spelling(string name, string typed) => SearchText.Index(NameSpellings.Of(name))
        .Split($" {SearchText.Boundary} ").ShouldContain(string.Join(' ', SearchText.Tokens(typed).Select(t => t.Text)));

    [Fact]
    public void A_name_has_few_spellings() => NameSpellings.Of("单曾朴覃翟解").Count().ShouldBeLessThan(20);
}
