namespace CoalitionCms.Content.Pasting;

/// <summary>
/// Markdown does not end bold between a full stop and a letter: <c>**Note:**text</c> shows its asterisks. Such punctuation goes to the other side of
/// the sign, where nobody sees a difference. Chinese and Korean are read otherwise and stay as they are.
/// </summary>
internal static class Flanks
{
    private const int MostRounds = 4;

    internal static List<Piece> Fit(List<Piece> pieces)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var fitted = Round(pieces);
            if (fitted.SequenceEqual(pieces))
                break;
            pieces = fitted;
        }
        return pieces;
    }

    private static List<Piece> Round(List<Piece> pieces)
    {
        var fitted = new Pieces();
        var starts = new Dictionary<Marks, int>();
        for (var i = 0; i < pieces.Count; i++)
        {
            foreach (var mark in LineWriter.Kinds)
                starts[mark] = i > 0 && (pieces[i - 1].Marks & pieces[i].Marks).HasFlag(mark) ? starts[mark] : i;
            var piece = pieces[i] with { Marks = pieces[i].Marks & ~Crossing(pieces, i, starts) };
            var before = i > 0 && piece.IsGlued && pieces[i - 1].Link == piece.Link ? pieces[i - 1] : null;
            var after = i + 1 < pieces.Count && pieces[i + 1].IsGlued && pieces[i + 1].Link == piece.Link ? pieces[i + 1] : null;
            fitted.AddGap(piece.Gap);
            Add(fitted, piece, Fit(piece, before, last: false), Fit(piece, after, last: true));
        }
        return fitted.ToList();
    }

    /// <summary>The marks that one end of a piece may not have towards its neighbour, and how long that end is.</summary>
    private static (Marks Lost, int Length) Fit(Piece piece, Piece? neighbour, bool last)
    {
        if (neighbour is null || !neighbour.TouchesAsWord(!last))
            return default;
        var changed = piece.Signs & ~neighbour.Signs;
        if (changed != Marks.None && piece.TouchesAsPunctuation(last))
            return (changed, piece.IsText ? piece.PunctuationAt(last) : piece.Text.Length);
        // Of two kinds of signs in a row the outer one stands beside the inner one, not beside the word.
        var mixed = changed.HasFlag(Marks.Strike) && changed != Marks.Strike;
        return mixed ? (changed & ~Marks.Strike, piece.Text.Length) : default;
    }

    /// <summary>
    /// Marks that began inside of another and outlast it would have to be ended and begun again in the middle of a word, four signs in a row,
    /// which Markdown reads otherwise. They begin behind the other.
    /// </summary>
    private static Marks Crossing(List<Piece> pieces, int i, Dictionary<Marks, int> starts)
    {
        if (i + 1 == pieces.Count || !pieces[i + 1].IsGlued)
            return Marks.None;
        var ended = pieces[i].Signs & ~pieces[i + 1].Signs;
        var crossing = Marks.None;
        foreach (var kept in LineWriter.Kinds.Where(kind => (pieces[i].Signs & pieces[i + 1].Signs).HasFlag(kind) && pieces[starts[kind]].IsGlued))
        {
            if (LineWriter.Kinds.Any(outer => ended.HasFlag(outer) && starts[outer] < starts[kept]))
                crossing |= kept;
        }
        return crossing;
    }

    private static void Add(Pieces fitted, Piece piece, (Marks Lost, int Length) start, (Marks Lost, int Length) end)
    {
        if (!piece.IsText || start.Length + end.Length >= piece.Text.Length)
        {
            Add(fitted, piece, start.Lost | end.Lost, piece.Text);
            return;
        }
        Add(fitted, piece, start.Lost, piece.Text[..start.Length]);
        Add(fitted, piece, Marks.None, piece.Text[start.Length..^end.Length]);
        Add(fitted, piece, end.Lost, piece.Text[^end.Length..]);
    }

    private static void Add(Pieces fitted, Piece piece, Marks lost, string text)
    {
        if (text.Length > 0 || !piece.IsText)
            fitted.Add(new Run(piece.Kind, text, piece.Marks & ~lost, piece.Link, piece.Source));
    }
}
