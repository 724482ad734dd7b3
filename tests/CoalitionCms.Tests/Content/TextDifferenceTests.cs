using System.Text;
using CoalitionCms.Content.Markdown.Diff;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>A difference says what changed as people read, and leaves nothing out.</summary>
public sealed class TextDifferenceTests
{
    [Theory]
    [InlineData("The march began at noon.", "The march began at one.", "The march began at [-noon-]{+one+}.")]
    [InlineData("集会在中午开始。", "集会在下午开始。", "集会在[-中-]{+下+}午开始。")]
    [InlineData("集會在中午開始", "集會中午開始了", "集會[-在-]中午開始{+了+}")]
    [InlineData("행진은 정오에 시작했다", "행진은 한시에 시작했다", "행진은 [-정오-]{+한시+}에 시작했다")]
    [InlineData("", "New words", "{+New words+}")]
    [InlineData("Old words", "", "[-Old words-]")]
    [InlineData("same", "same", "same")]
    [InlineData("a 🕯️ b", "a 🕯️🕯️ b", "a 🕯️{+🕯️+} b")]
    public void A_line_differs_by_words_and_Chinese_by_characters(string older, string newer, string shown) =>
        Print(TextDifference.InLine(older, newer)).ShouldBe(shown);

    [Fact]
    public void Paragraphs_that_stayed_are_told_from_those_that_changed_came_and_went()
    {
        var paragraphs =
            TextDifference.Of("One stays.\n\nTwo is changed a little.\n\nThree goes.",
            "One stays.\n\nTwo was changed a little.\n\nSomething else altogether.");

        paragraphs.Select(p => Print(p.Pieces))
            .ShouldBe(["One stays.", "Two [-is-]{+was+} changed a little.", "[-Three goes.-]", "{+Something else altogether.+}"]);
        paragraphs.Select(p => p.IsSame).ShouldBe([true, false, false, false]);
    }

    [Fact]
    public void An_empty_text_against_an_empty_one_is_no_difference() => TextDifference.Of("", "\n\n").ShouldBeEmpty();

    [Fact]
    public void Whatever_was_changed_both_texts_can_be_read_from_the_difference()
    {
        var dice = new Dice(20260514);
        for (var round = 0; round < 2_000; round++)
        {
            var (older, newer) = (RandomTexts.Of(dice), RandomTexts.Of(dice));
            newer = dice.Next(2) == 0 ? newer : RandomTexts.Change(dice, older);
            var difference = TextDifference.Of(older, newer);

            Read(difference, PieceKind.Added).ShouldBe(Clean(older), $"round {round}:\n{older}\n---\n{newer}");
            Read(difference, PieceKind.Removed).ShouldBe(Clean(newer), $"round {round}:\n{older}\n---\n{newer}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hundred_thousand_characters_are_compared(bool inOneLine)
    {
        var dice = new Dice(7);
        string Long() =>
            string.Join(inOneLine
            ? ""
            : "\n\n", Enumerable.Range(0, 2_000)
            .Select(_ => new string([.. Enumerable.Range(0, 50).Select(_ => (char)(0x4E00 + dice.Next(32)))])));
        var (older, newer) = (Long(), Long());
        Read(TextDifference.Of(older, newer), PieceKind.Removed).ShouldBe(Clean(newer));
    }

    private static string Print(IEnumerable<Piece> pieces) =>
        pieces.Aggregate(new StringBuilder(), (text, piece) => text.Append(piece.Kind switch
        {
            PieceKind.Added => $"{{+{piece.Text}+}}",
            PieceKind.Removed => $"[-{piece.Text}-]",
            _ => piece.Text,
        })).ToString();

    /// <summary>The text that has no pieces of one kind.</summary>
    private static string Read(IReadOnlyList<DiffParagraph> difference, PieceKind without) => string.Join(
        '\n', difference.Select(p => string.Concat(p.Pieces.Where(piece => piece.Kind != without).Select(piece => piece.Text)))
        .Where(line => line.Length > 0));

    private static string Clean(string text) => string.Join('\n', TextDifference.Lines(text));
}
