using System.Text;

namespace CoalitionCms.Content.Pasting;

/// <summary>What a line is part of.</summary>
internal enum LineKind
{
    /// <summary>Words that may begin a line.</summary>
    Paragraph,

    /// <summary>Words behind the signs of a heading.</summary>
    Heading,

    /// <summary>Words between the bars of a table.</summary>
    Cell,
}

/// <summary>Writes the runs of a paragraph, heading or cell as Markdown.</summary>
internal sealed class LineWriter
{
    /// <summary>The marks that are written as signs, one by one.</summary>
    internal static readonly Marks[] Kinds = [Marks.Bold, Marks.Italic, Marks.Strike];

    private readonly StringBuilder _text = new();
    private readonly List<Marks> _open = [];
    private readonly List<Piece> _pieces;
    private readonly int[][] _ends;
    private readonly Links _links;
    private readonly Notes _notes;
    private readonly LineKind _kind;
    private string? _link;

    private LineWriter(IEnumerable<Run> runs, Notes notes, LineKind kind)
    {
        _pieces = Flanks.Fit(Pieces.Of(runs));
        _ends = Array.ConvertAll(Kinds, Ends);
        _links = new Links(_pieces);
        (_notes, _kind) = (notes, kind);
    }

    /// <summary>One line, or several where the runs hold breaks; in a table those are spaces.</summary>
    internal static string Write(IEnumerable<Run> runs, Notes notes, LineKind kind = LineKind.Paragraph) => new LineWriter(runs, notes, kind).Write();

    private string Write()
    {
        for (var i = 0; i < _pieces.Count; i++)
        {
            CloseBefore(i);
            WriteGap(_pieces[i].Gap);
            if (_links.BareForm(i) is { } bare)
            {
                Open(_pieces[i].Signs & ~Opened(), i);
                _text.Append(bare);
                continue;
            }
            OpenAt(i);
            WritePiece(i);
        }
        Close(0);
        return _text.ToString();
    }

    private void WritePiece(int i)
    {
        var piece = _pieces[i];
        switch (piece.Kind)
        {
            case RunKind.Picture:
                _text.Append("![").Append(Escaping.Escape(piece.Text, Place.Label)).Append("](").Append(piece.Source).Append(')');
                break;
            case RunKind.Note:
                _text.Append(_notes.Refer(piece.Text) is { } number ? $"[^{number}]" : $"[{piece.Text}]");
                break;
            case RunKind.Text when piece.Marks.HasFlag(Marks.Code):
                _text.Append(Fences.Inline(_kind == LineKind.Cell ? piece.Text.Replace("|", "\\|", StringComparison.Ordinal) : piece.Text));
                break;
            default:
                _text.Append(Escaping.Escape(piece.Text, PlaceOf(i)));
                break;
        }
    }

    private Place PlaceOf(int i)
    {
        var piece = _pieces[i];
        var next = i + 1 < _pieces.Count ? _pieces[i + 1] : null;
        return new Place
        {
            StartsLine = _kind == LineKind.Paragraph && (i == 0 || piece.BreaksLine) && piece.Link is null && piece.Signs == Marks.None,
            EndsLine = next is null || next.BreaksLine,
            IsGluedBefore = i > 0 && piece.IsGlued,
            IsGluedAfter = next is { IsGlued: true },
            IsBesideSigns = piece.Signs != Marks.None || piece.Link is not null,
            InLabel = piece.Link is not null,
            InHeading = _kind == LineKind.Heading,
            InTable = _kind == LineKind.Cell,
        };
    }

    private void WriteGap(string gap)
    {
        if (_kind == LineKind.Cell)
            _text.Append(gap.Replace('\n', ' '));
        else
            _text.Append(gap.Replace("\n", "\\\n", StringComparison.Ordinal));
    }

    /// <summary>Ends what the next piece does not go on with, and with it all that was opened later.</summary>
    private void CloseBefore(int i)
    {
        var piece = _pieces[i];
        var outer = piece.Link is null || _links.BareForm(i) is not null ? piece.Signs : _links.OuterSigns(i);
        var bracket = _open.IndexOf(Marks.Link);
        var kept = 0;
        while (kept < _open.Count && GoesOn(_open[kept], bracket >= 0 && kept > bracket ? piece.Signs : outer))
            kept++;
        // What would be ended before that which begins here is begun again inside of it.
        for (var last = bracket + 1; !piece.IsGlued && last < kept; last++)
        {
            if (Kinds.Any(kind => (piece.Signs & ~Opened()).HasFlag(kind) && EndOf(kind, i) > EndOf(_open[last], i)))
                kept = last;
        }
        Close(kept);

        bool GoesOn(Marks mark, Marks signs) => mark == Marks.Link ? piece.Link == _link : signs.HasFlag(mark);
    }

    private void Close(int kept)
    {
        for (var i = _open.Count - 1; i >= kept; i--)
        {
            if (_open[i] == Marks.Link)
            {
                _text.Append("](").Append(Links.Destination(_link!)).Append(')');
                _link = null;
            }
            else
                _text.Append(Sign(_open[i]));
        }
        _open.RemoveRange(kept, _open.Count - kept);
    }

    private void OpenAt(int i)
    {
        var piece = _pieces[i];
        if (piece.Link is not null && _link is null)
        {
            Open(_links.OuterSigns(i) & ~Opened(), i);
            _text.Append('[');
            _open.Add(Marks.Link);
            _link = piece.Link;
        }
        Open(piece.Signs & ~Opened(), i);
    }

    /// <summary>What lasts longest is opened first, so that signs are ended as seldom as can be.</summary>
    private void Open(Marks marks, int i)
    {
        foreach (var kind in Enumerable.Range(0, Kinds.Length).Where(kind => marks.HasFlag(Kinds[kind])).OrderByDescending(kind => _ends[kind][i]))
        {
            _text.Append(Sign(Kinds[kind]));
            _open.Add(Kinds[kind]);
        }
    }

    private Marks Opened() => _open.Aggregate(Marks.None, (marks, mark) => marks | mark);

    private int[] Ends(Marks kind)
    {
        var ends = new int[_pieces.Count];
        for (var i = ends.Length - 1; i >= 0; i--)
            ends[i] = i + 1 < ends.Length && _pieces[i].Marks.HasFlag(kind) && _pieces[i + 1].Marks.HasFlag(kind) ? ends[i + 1] : i;
        return ends;
    }

    private int EndOf(Marks kind, int i) => _ends[Array.IndexOf(Kinds, kind)][i];

    private static string Sign(Marks mark) => mark switch
    {
        Marks.Bold => "**",
        Marks.Italic => "*",
        _ => "~~",
    };
}
