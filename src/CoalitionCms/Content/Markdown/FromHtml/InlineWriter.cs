using System.Text;
using System.Text.RegularExpressions;

namespace CoalitionCms.Content.Markdown.FromHtml;

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

/// <summary>Writes the inlines of a paragraph, heading or cell as Markdown.</summary>
internal sealed class InlineWriter
{
    /// <summary>The marks that are written as signs, one by one.</summary>
    internal static readonly Marks[] Kinds = [Marks.Bold, Marks.Italic, Marks.Strike];

    private readonly StringBuilder _text = new();
    private readonly List<Marks> _open = [];
    private readonly List<Segment> _segments;
    private readonly int[][] _ends;
    private readonly LinkForms _links;
    private readonly Footnotes _footnotes;
    private readonly LineKind _kind;
    private string? _link;

    private InlineWriter(IEnumerable<Inline> inlines, Footnotes footnotes, LineKind kind)
    {
        _segments = EmphasisFitting.Fit(SegmentBuilder.Of(inlines));
        _ends = Array.ConvertAll(Kinds, Ends);
        _links = new LinkForms(_segments);
        (_footnotes, _kind) = (footnotes, kind);
    }

    /// <summary>One line, or several where the inlines hold breaks; in a table those are spaces.</summary>
    internal static string Write(IEnumerable<Inline> inlines, Footnotes footnotes, LineKind kind = LineKind.Paragraph) =>
        new InlineWriter(inlines, footnotes, kind).Write();

    private string Write()
    {
        for (var i = 0; i < _segments.Count; i++)
        {
            CloseBefore(i);
            WriteGap(_segments[i].Gap);
            if (_links.BareForm(i) is { } bare)
            {
                Open(_segments[i].Emphasis & ~Opened(), i);
                _text.Append(bare);
                continue;
            }
            OpenAt(i);
            WriteSegment(i);
        }
        Close(0);
        return _text.ToString();
    }

    private void WriteSegment(int i)
    {
        var segment = _segments[i];
        switch (segment.Kind)
        {
            case InlineKind.Picture:
                _text.Append("![").Append(Escaping.Escape(segment.Text, Place.Label)).Append("](").Append(segment.Source).Append(')');
                break;
            case InlineKind.Footnote:
                _text.Append(_footnotes.Refer(segment.Text) is { } number ? $"[^{number}]" : $"[{segment.Text}]");
                break;
            case InlineKind.Text when segment.Marks.HasFlag(Marks.Code):
                WriteCode(_kind == LineKind.Cell ? segment.Text.Replace("|", "\\|", StringComparison.Ordinal) : segment.Text);
                break;
            default:
                _text.Append(Escaping.Escape(segment.Text, PlaceOf(i)));
                break;
        }
    }

    private void WriteCode(string code)
    {
        var (fence, pad) = (BlockWriter.Fence(code, shortest: 1), code.StartsWith('`') || code.EndsWith('`') ? " " : "");
        _text.Append(fence).Append(pad).Append(code).Append(pad).Append(fence);
    }

    private Place PlaceOf(int i)
    {
        var segment = _segments[i];
        var next = i + 1 < _segments.Count ? _segments[i + 1] : null;
        return new Place
        {
            StartsLine = _kind == LineKind.Paragraph && (i == 0 || segment.BreaksLine)
                && segment.Link is null && segment.Emphasis == Marks.None,
            EndsLine = next is null || next.BreaksLine,
            IsGluedBefore = i > 0 && segment.IsGlued,
            IsGluedAfter = next is { IsGlued: true },
            IsBesideSigns = segment.Emphasis != Marks.None || segment.Link is not null,
            InLabel = segment.Link is not null,
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

    /// <summary>Ends what the next segment does not go on with, and with it all that was opened later.</summary>
    private void CloseBefore(int i)
    {
        var segment = _segments[i];
        var outer = segment.Link is null || _links.BareForm(i) is not null ? segment.Emphasis : _links.OuterEmphasis(i);
        var bracket = _open.IndexOf(Marks.Link);
        var kept = 0;
        while (kept < _open.Count && GoesOn(_open[kept], bracket >= 0 && kept > bracket ? segment.Emphasis : outer))
            kept++;
        // What would be ended before that which begins here is begun again inside of it.
        for (var last = bracket + 1; !segment.IsGlued && last < kept; last++)
        {
            if (Kinds.Any(kind => (segment.Emphasis & ~Opened()).HasFlag(kind) && EndOf(kind, i) > EndOf(_open[last], i)))
                kept = last;
        }
        Close(kept);

        bool GoesOn(Marks mark, Marks signs) => mark == Marks.Link ? segment.Link == _link : signs.HasFlag(mark);
    }

    private void Close(int kept)
    {
        for (var i = _open.Count - 1; i >= kept; i--)
        {
            if (_open[i] == Marks.Link)
            {
                _text.Append("](").Append(LinkForms.Destination(_link!)).Append(')');
                _link = null;
            }
            else
                _text.Append(Sign(_open[i]));
        }
        _open.RemoveRange(kept, _open.Count - kept);
    }

    private void OpenAt(int i)
    {
        var segment = _segments[i];
        if (segment.Link is not null && _link is null)
        {
            Open(_links.OuterEmphasis(i) & ~Opened(), i);
            _text.Append('[');
            _open.Add(Marks.Link);
            _link = segment.Link;
        }
        Open(segment.Emphasis & ~Opened(), i);
    }

    /// <summary>What lasts longest is opened first, so that signs are ended as seldom as can be.</summary>
    private void Open(Marks marks, int i)
    {
        foreach (var kind in Kinds.Where(kind => marks.HasFlag(kind)).OrderByDescending(kind => EndOf(kind, i)))
        {
            _text.Append(Sign(kind));
            _open.Add(kind);
        }
    }

    private Marks Opened() => _open.Aggregate(Marks.None, (marks, mark) => marks | mark);

    private int[] Ends(Marks kind)
    {
        var ends = new int[_segments.Count];
        for (var i = ends.Length - 1; i >= 0; i--)
            ends[i] = i + 1 < ends.Length && _segments[i].Marks.HasFlag(kind) && _segments[i + 1].Marks.HasFlag(kind) ? ends[i + 1] : i;
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

/// <summary>How each link of a line is written, and which signs stand around its brackets instead of inside.</summary>
internal sealed partial class LinkForms
{
    private readonly List<Segment> _segments;
    private readonly Marks[] _outer;
    private readonly string?[] _bare;

    internal LinkForms(List<Segment> segments)
    {
        _segments = segments;
        _outer = new Marks[segments.Count];
        _bare = new string?[segments.Count];
        for (var i = 0; i < segments.Count;)
        {
            var end = i + 1;
            while (segments[i].Link is not null && end < segments.Count && segments[end].Link == segments[i].Link)
                end++;
            if (segments[i].Link is not null)
                Arrange(i, end);
            i = end;
        }
    }

    /// <summary>The signs that the brackets stand in.</summary>
    internal Marks OuterEmphasis(int i) => _outer[i];

    /// <summary>The address itself, when nothing else was to be read there.</summary>
    internal string? BareForm(int i) => _bare[i];

    /// <summary>An address as it stands in brackets.</summary>
    internal static string Destination(string address) => Entity().Replace(address, "&amp;");

    private void Arrange(int start, int end)
    {
        var all = Marks.Emphasis;
        for (var i = start; i < end; i++)
            all &= _segments[i].Emphasis;
        var before = start > 0 ? _segments[start - 1] : null;
        var after = end < _segments.Count ? _segments[end] : null;
        var goesOn = (before?.Emphasis ?? Marks.None) | (after?.Emphasis ?? Marks.None);
        var free = AllowedBeside(before, _segments[start].IsGlued, last: true) & AllowedBeside(after, after?.IsGlued ?? false, last: false);
        for (var i = start; i < end; i++)
            _outer[i] = all & goesOn & free;
        if (end == start + 1)
            _bare[start] = Bare(_segments[start], before, after, free);
    }

    /// <summary>A bracket is punctuation: between it and a letter no sign may stand.</summary>
    private static Marks AllowedBeside(Segment? neighbour, bool glued, bool last) =>
        neighbour is null || !glued || !neighbour.TouchesAsWord(last) ? Marks.Emphasis : neighbour.Emphasis;

    private static string? Bare(Segment segment, Segment? before, Segment? after, Marks free)
    {
        var address = segment.Link!;
        if (!segment.IsText || (segment.Emphasis & ~free) != Marks.None || Entity().IsMatch(address))
            return null;
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            return segment.Text == address[7..] && Email().IsMatch(segment.Text) ? $"<{segment.Text}>" : null;
        if (!address.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            || !LinkAddress.AreSame(LinkAddress.Clean(segment.Text) ?? "", address))
            return null;
        return StandsAlone(segment, before, after) ? address : $"<{address}>";
    }

    /// <summary>Whether the address is found without brackets, and ends where it shall.</summary>
    private static bool StandsAlone(Segment segment, Segment? before, Segment? after) =>
        Simple().IsMatch(segment.Link!) && BareAddress.LengthOf(segment.Link!) == segment.Link!.Length && segment.Emphasis == Marks.None
        && (before is null || !segment.IsGlued
            || (before.IsText && before.Emphasis == Marks.None && BareAddress.IsEastAsian(before.Text[^1])))
        && (after is null || !after.IsGlued || (after.IsText && after.Emphasis == Marks.None && EndsBefore(segment.Link!, after.Text)));

    private static bool EndsBefore(string address, string text) =>
        BareAddress.LengthOf(address + text[0]) == address.Length || (text[0] is '.' or ',' && (text.Length == 1 || text[1] == ' '));

    [GeneratedRegex(@"&(?=#?[A-Za-z0-9]{1,40};)", RegexOptions.ExplicitCapture)]
    private static partial Regex Entity();

    [GeneratedRegex(@"^[A-Za-z0-9.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Email();

    [GeneratedRegex(@"^https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+([/?#][!-;=?-Z_a-z~\p{L}\p{Nd}]*)?(?<=[\p{L}\p{Nd}/])$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Simple();
}
