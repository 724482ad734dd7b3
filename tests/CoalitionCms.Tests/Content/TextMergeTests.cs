using CoalitionCms.Content.Markdown.Diff;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Whatever two people did to one text, a merge holds what each of them wrote.</summary>
public sealed class TextMergeTests
{
    private static readonly ClashMarks Marks = new("<mine>", "<theirs>", "<end>");

    [Theory]
    [InlineData("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC", 0)]
    [InlineData("a\nb\nc", "a\nb\nc", "a\nB\nc", "a\nB\nc", 0)]
    [InlineData("a\nb\nc", "a\nX\nc", "a\nX\nc", "a\nX\nc", 0)]
    [InlineData("a\nb\nc\nd", "a\nB\nc\nd", "a\nb\nC\nd", "a\nB\nC\nd", 0)]
    [InlineData("a\nb", "a\nb\nmine", "theirs\na\nb", "theirs\na\nb\nmine", 0)]
    [InlineData("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd", 0)]
    [InlineData("a", "b", "c", "\n<mine>\n\nb\n\n<theirs>\n\nc\n\n<end>\n", 1)]
    [InlineData("a\nb", "a\nmine\nb", "a\ntheirs\nb", "a\n\n<mine>\n\nmine\n\n<theirs>\n\ntheirs\n\n<end>\n\nb", 1)]
    public void Changes_in_different_lines_are_all_taken_and_those_in_the_same_lines_are_asked_about(string before, string mine,
        string theirs, string text, int clashes) =>
        TextMerge.Of(before, mine, theirs, Marks).ShouldBe(new(text, clashes));

    [Fact]
    public void Without_a_common_beginning_every_difference_is_a_clash() =>
        TextMerge.Of(null, "a\nmine\nc", "a\ntheirs\nc", Marks).ShouldBe(new("a\n\n<mine>\n\nmine\n\n<theirs>\n\ntheirs\n\n<end>\n\nc", 1));

    [Fact]
    public void A_blank_line_that_one_of_them_filled_does_not_break_it() =>
        TextMerge.Of("\nsame", "x\ny\nsame", "\nchanged", Marks).ShouldBe(new("x\ny\nchanged", 0));

    [Fact]
    public void Who_changed_nothing_gets_the_others_text_to_the_letter()
    {
        var dice = new Dice(1);
        for (var round = 0; round < 2_000; round++)
        {
            var before = RandomTexts.Of(dice);
            var other = dice.Next(2) == 0 ? RandomTexts.Of(dice) : RandomTexts.Change(dice, before);
            TextMerge.Of(before, before, other, Marks).ShouldBe(new(other, 0), $"round {round}: {before}");
            TextMerge.Of(before, other, before, Marks).ShouldBe(new(other, 0), $"round {round}: {before}");
        }
    }

    [Fact]
    public void Every_word_that_either_wrote_is_in_the_merge()
    {
        var dice = new Dice(2);
        for (var round = 0; round < 5_000; round++)
        {
            var before = RandomTexts.Of(dice);
            var (mine, theirs) = (RandomTexts.Change(dice, before), RandomTexts.Change(dice, before));
            var merged = Words(TextMerge.Of(before, mine, theirs, Marks).Text);
            Words(mine).Concat(Words(theirs)).Except(Words(before)).Except(merged)
                .ShouldBeEmpty($"round {round}:\n{before}\n--- mine\n{mine}\n--- theirs\n{theirs}");

            var unfounded = Words(TextMerge.Of(null, mine, theirs, Marks).Text);
            Words(mine).Concat(Words(theirs)).Except(unfounded).ShouldBeEmpty($"round {round}:\n--- mine\n{mine}\n--- theirs\n{theirs}");
        }
    }

    [Fact]
    public void The_order_of_the_two_makes_no_difference_where_nothing_clashes()
    {
        var dice = new Dice(3);
        for (var round = 0; round < 2_000; round++)
        {
            var before = RandomTexts.Of(dice);
            var (mine, theirs) = (RandomTexts.Change(dice, before), RandomTexts.Change(dice, before));
            var (one, other) = (TextMerge.Of(before, mine, theirs, Marks), TextMerge.Of(before, theirs, mine, Marks));
            other.Clashes.ShouldBe(one.Clashes);
            (one.Clashes > 0 ? one : other).Text.ShouldBe(one.Text);
        }
    }

    [Fact]
    public void Long_texts_are_put_together()
    {
        var dice = new Dice(4);
        string Long() => string.Join('\n', Enumerable.Range(0, 20_000).Select(_ => "line " + dice.Next(500)));
        TextMerge.Of(Long(), Long(), Long(), Marks).Clashes.ShouldBeGreaterThan(0);
    }

    private static HashSet<string> Words(string text) => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
