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

    private readonly StringBuilder text = new();
    private readonly List<Marks> open = [];
    private readonly List<Piece> pieces;
    private readonly int[][] ends;
    private readonly Links links;
    private readonly Notes notes;
    private readonly LineKind kind;
    private string? link;

    private LineWriter(IEnumerable<Run> runs, Notes notes, LineKind kind)
    {
        pieces = Flanks.Fit(Pieces.Of(runs));
        this.ends = Array.ConvertAll(Kinds, Ends);
        links = new Links(pieces);
        (this.notes, this.kind) = (notes, kind);
    }

    /// <summary>One line, or several where the runs hold breaks; in a table those are spaces.</summary>
    internal static string Write(IEnumerable<Run> runs, Notes notes, LineKind kind = LineKind.Paragraph) => new LineWriter(runs, notes, kind).Write();

    private string Write()
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            CloseBefore(i);
            WriteGap(pieces[i].Gap);
            if (links.BareForm(i) is { } bare)
            {
                Open(pieces[i].Signs & ~Opened(), i);
                text.Append(bare);
                continue;
            }
            OpenAt(i);
            WritePiece(i);
        }
        Close(0);
        return text.ToString();
    }

    private void WritePiece(int i)
    {
        var piece = pieces[i];
        switch (piece.Kind)
        {
            case RunKind.Picture:
                text.Append("![").Append(Escaping.Escape(piece.Text, Place.Label)).Append("](").Append(piece.Source).Append(')');
                break;
            case RunKind.Note:
                text.Append(this.notes.Refer(piece.Text) is { } number ? $"[^{number}]" : $"[{piece.Text}]");
                break;
            case RunKind.Text when piece.Marks.HasFlag(Marks.Code):
                text.Append(Fences.Inline(this.kind == LineKind.Cell ? piece.Text.Replace("|", "\\|", StringComparison.Ordinal) : piece.Text));
                break;
            default:
                text.Append(Escaping.Escape(piece.Text, PlaceOf(i)));
                break;
        }
    }

    private Place PlaceOf(int i)
    {
        var piece = pieces[i];
        var next = i + 1 < pieces.Count ? pieces[i + 1] : null;
        return new Place
        {
            StartsLine = this.kind == LineKind.Paragraph && (i == 0 || piece.BreaksLine) && piece.Link is null && piece.Signs == Marks.None,
            EndsLine = next is null || next.BreaksLine,
            IsGluedBefore = i > 0 && piece.IsGlued,
            IsGluedAfter = next is { IsGlued: true },
            IsBesideSigns = piece.Signs != Marks.None || piece.Link is not null,
            InLabel = piece.Link is not null,
            InHeading = this.kind == LineKind.Heading,
            InTable = this.kind == LineKind.Cell,
        };
    }

    private void WriteGap(string gap)
    {
        if (this.kind == LineKind.Cell)
            text.Append(gap.Replace('\n', ' '));
        else
            text.Append(gap.Replace("\n", "\\\n", StringComparison.Ordinal));
    }

    /// <summary>Ends what the next piece does not go on with, and with it all that was opened later.</summary>
    private void CloseBefore(int i)
    {
        var piece = pieces[i];
        var outer = piece.Link is null || links.BareForm(i) is not null ? piece.Signs : links.OuterSigns(i);
        var bracket = open.IndexOf(Marks.Link);
        var kept = 0;
        while (kept < open.Count && GoesOn(open[kept], bracket >= 0 && kept > bracket ? piece.Signs : outer))
            kept++;
        // What would be ended before that which begins here is begun again inside of it.
        for (var last = bracket + 1; !piece.IsGlued && last < kept; last++)
        {
            if (Kinds.Any(kind => (piece.Signs & ~Opened()).HasFlag(kind) && EndOf(kind, i) > EndOf(open[last], i)))
                kept = last;
        }
        Close(kept);

        bool GoesOn(Marks mark, Marks signs) => mark == Marks.Link ? piece.Link == link : signs.HasFlag(mark);
    }

    private void Close(int kept)
    {
        for (var i = open.Count - 1; i >= kept; i--)
        {
            if (open[i] == Marks.Link)
            {
                text.Append("](").Append(Links.Destination(link!)).Append(')');
                link = null;
            }
            else
            {
                text.Append(Sign(open[i]));
            }
        }
        open.RemoveRange(kept, open.Count - kept);
    }

    private void OpenAt(int i)
    {
        var piece = pieces[i];
        if (piece.Link is not null && link is null)
        {
            Open(links.OuterSigns(i) & ~Opened(), i);
            text.Append('[');
            open.Add(Marks.Link);
            link = piece.Link;
        }
        Open(piece.Signs & ~Opened(), i);
    }

    /// <summary>What lasts longest is opened first, so that signs are ended as seldom as can be.</summary>
    private void Open(Marks marks, int i)
    {
        foreach (var kind in Enumerable.Range(0, Kinds.Length).Where(kind => marks.HasFlag(Kinds[kind])).OrderByDescending(kind => this.ends[kind][i]))
        {
            text.Append(Sign(Kinds[kind]));
            open.Add(Kinds[kind]);
        }
    }

    private Marks Opened() => open.Aggregate(Marks.None, (marks, mark) => marks | mark);

    private int[] Ends(Marks kind)
    {
        var ends = new int[pieces.Count];
        for (var i = ends.Length - 1; i >= 0; i--)
            ends[i] = i + 1 < ends.Length && pieces[i].Marks.HasFlag(kind) && pieces[i + 1].Marks.HasFlag(kind) ? ends[i + 1] : i;
        return ends;
    }

    private int EndOf(Marks kind, int i) => this.ends[Array.IndexOf(Kinds, kind)][i];

    private static string Sign(Marks mark) => mark switch
    {
        Marks.Bold => "**",
        Marks.Italic => "*",
        _ => "~~",
    };
}
