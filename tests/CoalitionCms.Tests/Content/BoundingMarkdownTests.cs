using System.Net;
using CoalitionCms.Content.Markdown.ToHtml;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>The budget of parsing steps: counted, not timed, so that a text is judged alike on every machine.</summary>
public sealed class BoundingMarkdownTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly string[] Signs =
        ["[", "]", "![", "!", "*", "_", "~~", "`", "``", "<", "<a:", "&", "&amp;", "\\", "](", "](/b)", "[a](b \"", "[^1]", "[^1]: a\n",
        "[a]: b\n", "|", "\n|", "- ", "1. ", "> ", "# ", "\n", "a ",
            "金", "ئ", "https://a.b/", "www.", "(", ")", "\n\n", "  \n", "```\n"];

    public static TheoryData<string> Hostile { get; } =
        ["[", "![", "[a](", "[](", "*a _b ", "**a", "a**b", "~~a ", "*[", "[x\n", "[http://a.b ", "https://a.b ", "金https://a.b，", "|*a",
        "> ", "- > ", "[a](<b", "[a](b \"", "[[a](b)](", "[a]: b\n"];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Half_a_megabyte_of_one_pattern_is_shown_in_bounded_steps_and_refused_at_a_save(string pattern)
    {
        var text = Repeat(pattern, MarkdownText.LongestFormatted);
        MarkdownText.IsTooComplex(text).ShouldBeTrue();
        var html = MarkdownText.ToHtml(text, "en").ToString();
        html.Length.ShouldBeInRange(text.Length, text.Length * 12);
    }

    [Fact]
    public void Twice_the_text_costs_about_twice_the_memory_and_never_more_steps_than_the_budget()
    {
        var dice = new Dice(20260604);
        for (var round = 0; round < 60; round++)
        {
            var start = string.Concat(Enumerable.Range(0, 3).Select(_ => Repeat(Signs[dice.Next(Signs.Length)], dice.Next(3) * 200)));
            var pattern = string.Concat(Enumerable.Range(0, 1 + dice.Next(4)).Select(_ => Signs[dice.Next(Signs.Length)]));
            var (once, twice) = (Cost(start + Repeat(pattern, 20_000)), Cost(start + Repeat(pattern, 40_000)));
            twice.Memory.ShouldBeLessThan((3 * once.Memory) + 20_000_000, $"{start.Length} × {pattern}");
            twice.Steps.ShouldBeLessThan(ParsingBudget.StepsPerText + 100_000 * 40L, pattern);
        }
    }

    [Fact]
    public void A_table_is_never_filled_up_to_millions_of_cells()
    {
        var table = Repeat("|a", 4_000) + "|\n" + Repeat("|-", 4_000) + "|\n" + Repeat("|b\n", 8_000);
        Cost(table).Memory.ShouldBeLessThan(200_000_000);
    }

    [Fact]
    public void Long_honest_texts_are_far_from_the_budget()
    {
        var paragraph =
            "**金海（Jin Hai）**出席了 [the hearing](https://example.org/a), *see* https://example.org/b. \"[sic]\" and 2 * 3 < 7 & `code`. ";
        MarkdownText.IsTooComplex(Repeat(Repeat(paragraph, 5_000) + "\n\n", MarkdownText.LongestFormatted)).ShouldBeFalse();
        MarkdownText.IsTooComplex("| Name | Link | Since | Where |\n|-|-|-|-|\n"
            + Repeat("| **Jin Hai** | [case](/people/jin-hai) | 2015 | *Beijing* |\n", 500 * 59)).ShouldBeFalse();
        MarkdownText.IsTooComplex(string.Concat(Enumerable.Range(1, 999)
            .Select(i => $"{i}. [source {i}](https://example.org/{i})[^{i}]\n\n[^{i}]: note\n\n"))).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task A_save_says_what_to_do_and_an_autosave_keeps_the_text(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var text = Repeat("[", MarkdownText.LongestFormatted);
        var editor = await OpenEditor.AtAsync(mira);

        var kept = await editor.AutosaveAsync(("Entry.Title", "Brackets"), ("Entry.Body", text));
        kept.Status.ShouldBe(HttpStatusCode.OK, kept.Message);
        var before = await site.AuditHeadAsync();

        var refused = await editor.PressAsync("save", ("Entry.Title", "Brackets"), ("Entry.Body", text));
        refused.ShouldHave(HttpStatusCode.OK).ShouldSay("The text repeats or nests signs");
        refused.One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe(text);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    private static string Repeat(string pattern, int length) =>
        length == 0 ? "" : string.Concat(Enumerable.Repeat(pattern, length / pattern.Length));

    private static (long Memory, long Steps) Cost(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        MarkdownText.ToHtml(text, "en").ToString().ShouldNotBeNull();
        var memory = GC.GetAllocatedBytesForCurrentThread() - before;
        try
        {
            return (memory, ParsingBudget.StepsOf(SiteMarkdown.Parse(text)));
        }
        catch (ArgumentException)
        {
            // Nested too deeply: the parser stopped early.
            return (memory, 0);
        }
    }
}
