using System.Text;
using CoalitionCms.Domain;
using DiffPlex;

namespace CoalitionCms.Content.Markdown.Diff;

/// <summary>Whether a piece of text is in both versions or in one.</summary>
internal enum PieceKind
{
    Same,

    Removed,

    Added,
}

internal readonly record struct Piece(PieceKind Kind, string Text);

/// <summary>A paragraph of a difference: its pieces in reading order.</summary>
internal sealed record DiffParagraph(IReadOnlyList<Piece> Pieces)
{
    public bool IsSame => Pieces.All(p => p.Kind == PieceKind.Same);
}

/// <summary>
/// The difference of two texts for readers: paragraph by paragraph, and in a changed paragraph word by word. Chinese, Japanese and Korean
/// have no spaces between words, or attach endings to them, so there every character counts.
/// </summary>
internal static class TextDifference
{
    /// <summary>Paragraphs with more words than this are shown as replaced completely: the cost of the comparison is quadratic.</summary>
    private const int MostWords = 8_000;

    /// <summary>Pairs with a similarity below this are two paragraphs, not one that was changed.</summary>
    private const double Alike = 0.35;

    /// <summary>The paragraphs of both texts in order. Blank lines are left out.</summary>
    public static IReadOnlyList<DiffParagraph> Of(string older, string newer)
    {
        var (a, b) = (Lines(older), Lines(newer));
        var result = new List<DiffParagraph>();
        var (atA, atB) = (0, 0);
        foreach (var (startA, countA, startB, countB) in Changes(a, b))
        {
            result.AddRange(a[atA..startA].Select(l => Whole(PieceKind.Same, l)));
            result.AddRange(Block(a[startA..(startA + countA)], b[startB..(startB + countB)]));
            (atA, atB) = (startA + countA, startB + countB);
        }

        result.AddRange(b[atB..].Select(l => Whole(PieceKind.Same, l)));
        return result;
    }

    public static IReadOnlyList<Piece> InLine(string older, string newer)
    {
        var (a, b) = (Words(older), Words(newer));
        if (a.Length + b.Length > MostWords)
        {
            return [new(PieceKind.Removed, older), new(PieceKind.Added, newer)];
        }

        var pieces = new List<Piece>();
        var atA = 0;
        foreach (var (startA, countA, startB, countB) in Changes(a, b))
        {
            Add(PieceKind.Same, a[atA..startA]);
            Add(PieceKind.Removed, a[startA..(startA + countA)]);
            Add(PieceKind.Added, b[startB..(startB + countB)]);
            atA = startA + countA;
        }

        Add(PieceKind.Same, a[atA..]);
        return pieces;

        void Add(PieceKind kind, string[] words)
        {
            if (words.Length > 0)
            {
                pieces.Add(new(kind, string.Concat(words)));
            }
        }
    }

    /// <summary>The ranges in which two sequences differ, in order.</summary>
    internal static IEnumerable<(int StartA, int CountA, int StartB, int CountB)> Changes(string[] a, string[] b)
    {
        var (start, endA, endB) = (0, a.Length, b.Length);
        while (start < endA && start < endB && a[start] == b[start])
        {
            start++;
        }

        while (endA > start && endB > start && a[endA - 1] == b[endB - 1])
        {
            (endA, endB) = (endA - 1, endB - 1);
        }

        if (start == endA && start == endB)
        {
            return [];
        }

        if (start == endA || start == endB || (endA - start) + (endB - start) > MostWords)
        {
            return [(start, endA - start, start, endB - start)];
        }

        // The library compares texts; here each word or line is already one piece, prefixed by a character that no text contains. It is not
        // used as a separator: a single blank line would not be a piece.
        var chunks = new Differ().CreateCustomDiffs(
            Begun(a[start..endA]), Begun(b[start..endB]), ignoreWhiteSpace: false, text => text[1..].Split('\0'));
        return chunks.DiffBlocks.Select(d => (start + d.DeleteStartA, d.DeleteCountA, start + d.InsertStartB, d.InsertCountB));
    }

    private static string Begun(string[] pieces) => string.Concat(pieces.Select(p => '\0' + p));

    internal static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<DiffParagraph> Block(string[] removed, string[] added)
    {
        for (var i = 0; i < Math.Max(removed.Length, added.Length); i++)
        {
            if (i >= added.Length)
            {
                yield return Whole(PieceKind.Removed, removed[i]);
            }
            else if (i >= removed.Length)
            {
                yield return Whole(PieceKind.Added, added[i]);
            }
            else if (InLine(removed[i], added[i]) is var pieces && IsAlike(pieces))
            {
                yield return new(pieces);
            }
            else
            {
                yield return Whole(PieceKind.Removed, removed[i]);
                yield return Whole(PieceKind.Added, added[i]);
            }
        }
    }

    private static bool IsAlike(IReadOnlyList<Piece> pieces)
    {
        var same = pieces.Where(p => p.Kind == PieceKind.Same).Sum(p => p.Text.AsSpan().Trim().Length);
        return same >= Alike * Math.Max(Length(PieceKind.Removed), Length(PieceKind.Added));

        double Length(PieceKind kind) => pieces.Where(p => p.Kind == kind || p.Kind == PieceKind.Same).Sum(p => p.Text.Length);
    }

    private static DiffParagraph Whole(PieceKind kind, string line) => new([new(kind, line)]);

    private static string[] Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        foreach (var rune in line.EnumerateRunes())
        {
            var goesOn = inWord && Rune.IsLetterOrDigit(rune) && !IsCharacter(rune);
            if (!goesOn)
            {
                Flush();
            }

            word.Append(rune);
            inWord = Rune.IsLetterOrDigit(rune) && !IsCharacter(rune);
        }

        Flush();
        return [.. words];

        void Flush()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    private static bool IsCharacter(Rune rune) => WritingSystems.IsEastAsian(WritingSystems.Of(rune));
}
