using System.Text;
using System.Text.RegularExpressions;

namespace CoalitionCms.Content.Markdown.FromHtml;

internal enum LineKind
{
    Paragraph,

    Heading,

    Cell,
}

/// <summary>Writes the inlines of a paragraph, heading or cell as Markdown.</summary>
internal sealed class InlineWriter
{
    internal static readonly Marks[] Kinds = [Marks.Bold, Marks.Italic, Marks.Strike];

    private readonly StringBuilder text = new();
    private readonly List<Marks> open = [];
    private readonly List<Segment> segments;
    private readonly int[][] ends;
    private readonly LinkForms links;
    private readonly Footnotes footnotes;
    private readonly LineKind kind;
    private string? link;

    private InlineWriter(IEnumerable<Inline> inlines, Footnotes footnotes, LineKind kind)
    {
        segments = EmphasisFitting.Fit(SegmentBuilder.Of(inlines));
        ends = Array.ConvertAll(Kinds, Ends);
        links = new LinkForms(segments);
        (this.footnotes, this.kind) = (footnotes, kind);
    }

    /// <summary>Writes one line, or several where the inlines contain breaks; in a table breaks become spaces.</summary>
    internal static string Write(IEnumerable<Inline> inlines, Footnotes footnotes, LineKind kind = LineKind.Paragraph) =>
        new InlineWriter(inlines, footnotes, kind).Write();

    private string Write()
    {
        for (var i = 0; i < segments.Count; i++)
        {
            CloseBefore(i);
            WriteGap(segments[i].Gap);
            if (links.BareForm(i) is { } bare)
            {
                Open(segments[i].Emphasis & ~Opened(), i);
                text.Append(bare);
                continue;
            }
            OpenAt(i);
            WriteSegment(i);
        }
        Close(0);
        return text.ToString();
    }

    private void WriteSegment(int i)
    {
        var segment = segments[i];
        switch (segment.Kind)
        {
            case InlineKind.Picture:
                text.Append("![").Append(Escaping.Escape(segment.Text, Place.Label)).Append("](").Append(segment.Source).Append(')');
                break;
            case InlineKind.Footnote:
                text.Append(footnotes.Refer(segment.Text) is { } number ? $"[^{number}]" : $"[{segment.Text}]");
                break;
            case InlineKind.Text when segment.Marks.HasFlag(Marks.Code):
                WriteCode(kind == LineKind.Cell ? segment.Text.Replace("|", "\\|", StringComparison.Ordinal) : segment.Text);
                break;
            default:
                text.Append(Escaping.Escape(segment.Text, PlaceOf(i)));
                break;
        }
    }

    private void WriteCode(string code)
    {
        var (fence, pad) = (BlockWriter.Fence(code, shortest: 1), code.StartsWith('`') || code.EndsWith('`') ? " " : "");
        text.Append(fence).Append(pad).Append(code).Append(pad).Append(fence);
    }

    private Place PlaceOf(int i)
    {
        var segment = segments[i];
        var next = i + 1 < segments.Count ? segments[i + 1] : null;
        return new Place
        {
            StartsLine = kind == LineKind.Paragraph && (i == 0 || segment.BreaksLine)
                && segment.Link is null && segment.Emphasis == Marks.None,
            EndsLine = next is null || next.BreaksLine,
            IsGluedBefore = i > 0 && segment.IsGlued,
            IsGluedAfter = next is { IsGlued: true },
            IsBesideSigns = segment.Emphasis != Marks.None || segment.Link is not null,
            InLabel = segment.Link is not null,
            InHeading = kind == LineKind.Heading,
            InTable = kind == LineKind.Cell,
        };
    }

    private void WriteGap(string gap)
    {
        if (kind == LineKind.Cell)
        {
            text.Append(gap.Replace('\n', ' '));
        }
        else
        {
            text.Append(gap.Replace("\n", "\\\n", StringComparison.Ordinal));
        }
    }

    /// <summary>Closes the marks that do not continue in the next segment, and all marks that were opened after them.</summary>
    private void CloseBefore(int i)
    {
        var segment = segments[i];
        var outer = segment.Link is null || links.BareForm(i) is not null ? segment.Emphasis : links.OuterEmphasis(i);
        var bracket = open.IndexOf(Marks.Link);
        var kept = 0;
        while (kept < open.Count && GoesOn(open[kept], bracket >= 0 && kept > bracket ? segment.Emphasis : outer))
        {
            kept++;
        }
        // A mark that would be closed before the one that begins here is closed and reopened inside of it.
        for (var last = bracket + 1; !segment.IsGlued && last < kept; last++)
        {
            if (Kinds.Any(kind => (segment.Emphasis & ~Opened()).HasFlag(kind) && EndOf(kind, i) > EndOf(open[last], i)))
            {
                kept = last;
            }
        }
        Close(kept);

        bool GoesOn(Marks mark, Marks signs) => mark == Marks.Link ? segment.Link == link : signs.HasFlag(mark);
    }

    private void Close(int kept)
    {
        for (var i = open.Count - 1; i >= kept; i--)
        {
            if (open[i] == Marks.Link)
            {
                text.Append("](").Append(LinkForms.Destination(link!)).Append(')');
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
        var segment = segments[i];
        if (segment.Link is not null && link is null)
        {
            Open(links.OuterEmphasis(i) & ~Opened(), i);
            text.Append('[');
            open.Add(Marks.Link);
            link = segment.Link;
        }
        Open(segment.Emphasis & ~Opened(), i);
    }

    /// <summary>Opens the longest mark first, so that markers are closed as rarely as possible.</summary>
    private void Open(Marks marks, int i)
    {
        foreach (var kind in Kinds.Where(kind => marks.HasFlag(kind)).OrderByDescending(kind => EndOf(kind, i)))
        {
            text.Append(Sign(kind));
            open.Add(kind);
        }
    }

    private Marks Opened() => open.Aggregate(Marks.None, (marks, mark) => marks | mark);

    private int[] Ends(Marks kind)
    {
        var ends = new int[segments.Count];
        for (var i = ends.Length - 1; i >= 0; i--)
        {
            ends[i] = i + 1 < ends.Length && segments[i].Marks.HasFlag(kind) && segments[i + 1].Marks.HasFlag(kind)
                ? ends[i + 1]
                : i;
        }

        return ends;
    }

    private int EndOf(Marks kind, int i) => ends[Array.IndexOf(Kinds, kind)][i];

    private static string Sign(Marks mark) => mark switch
    {
        Marks.Bold => "**",
        Marks.Italic => "*",
        _ => "~~",
    };
}

/// <summary>How each link of a line is written, and which markers are placed around its brackets instead of inside.</summary>
internal sealed partial class LinkForms
{
    private readonly List<Segment> segments;
    private readonly Marks[] outer;
    private readonly string?[] bare;

    internal LinkForms(List<Segment> segments)
    {
        this.segments = segments;
        outer = new Marks[segments.Count];
        bare = new string?[segments.Count];
        for (var i = 0; i < segments.Count;)
        {
            var end = i + 1;
            while (segments[i].Link is not null && end < segments.Count && segments[end].Link == segments[i].Link)
            {
                end++;
            }

            if (segments[i].Link is not null)
            {
                Arrange(i, end);
            }

            i = end;
        }
    }

    internal Marks OuterEmphasis(int i) => outer[i];

    /// <summary>The address itself, when it can be written without brackets.</summary>
    internal string? BareForm(int i) => bare[i];

    internal static string Destination(string address) => Entity().Replace(address, "&amp;");

    private void Arrange(int start, int end)
    {
        var all = Marks.Emphasis;
        for (var i = start; i < end; i++)
        {
            all &= segments[i].Emphasis;
        }

        var before = start > 0 ? segments[start - 1] : null;
        var after = end < segments.Count ? segments[end] : null;
        var goesOn = (before?.Emphasis ?? Marks.None) | (after?.Emphasis ?? Marks.None);
        var free = AllowedBeside(before, segments[start].IsGlued, last: true)
            & AllowedBeside(after, after?.IsGlued ?? false, last: false);
        for (var i = start; i < end; i++)
        {
            outer[i] = all & goesOn & free;
        }

        if (end == start + 1)
        {
            bare[start] = Bare(segments[start], before, after, free);
        }
    }

    /// <summary>A bracket is punctuation: there can be no marker between it and a letter.</summary>
    private static Marks AllowedBeside(Segment? neighbour, bool glued, bool last) =>
        neighbour is null || !glued || !neighbour.TouchesAsWord(last) ? Marks.Emphasis : neighbour.Emphasis;

    private static string? Bare(Segment segment, Segment? before, Segment? after, Marks free)
    {
        var address = segment.Link!;
        if (!segment.IsText || (segment.Emphasis & ~free) != Marks.None || Entity().IsMatch(address))
        {
            return null;
        }

        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            return segment.Text == address[7..] && Email().IsMatch(segment.Text) ? $"<{segment.Text}>" : null;
        }
        if (!address.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            || !LinkAddress.AreSame(LinkAddress.Clean(segment.Text) ?? "", address))
        {
            return null;
        }

        return StandsAlone(segment, before, after) ? address : $"<{address}>";
    }

    /// <summary>Whether the address is recognized without brackets, and ends at the right position.</summary>
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
