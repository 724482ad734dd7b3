using System.Globalization;
using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>Part of a line without leading or trailing spaces, and the gap before it.</summary>
internal sealed record Segment(InlineKind Kind, string Text, Marks Marks, string? Link, string Source, string Gap)
{
    internal bool IsText => Kind == InlineKind.Text && !Marks.HasFlag(Marks.Code);

    internal Marks Emphasis => Marks & Marks.Emphasis;

    internal bool IsGlued => Gap.Length == 0;

    internal bool BreaksLine => Gap.Contains('\n', StringComparison.Ordinal);

    /// <summary>
    /// Whether a marker before or after the segment touches a letter rather than one of the characters that Markdown treats as punctuation.
    /// </summary>
    internal bool TouchesAsWord(bool last)
    {
        if (!IsText)
        {
            return false;
        }

        Rune rune;
        _ = last ? Rune.DecodeLastFromUtf16(Text, out rune, out _) : Rune.DecodeFromUtf16(Text, out rune, out _);
        return !IsPunctuation(rune) && !IsWide(rune);
    }

    /// <summary>Whether the end of the segment counts as punctuation in Markdown.</summary>
    internal bool TouchesAsPunctuation(bool last) => !IsText || PunctuationAt(last) > 0;

    /// <summary>Number of punctuation characters at an end.</summary>
    internal int PunctuationAt(bool last)
    {
        var length = 0;
        while (length < Text.Length)
        {
            Rune rune;
            int units;
            _ = last
                ? Rune.DecodeLastFromUtf16(Text.AsSpan(0, Text.Length - length), out rune, out units)
                : Rune.DecodeFromUtf16(Text.AsSpan(length), out rune, out units);
            if (!IsPunctuation(rune))
            {
                break;
            }

            length += units;
        }
        return length;
    }

    private static bool IsPunctuation(Rune rune) => !IsWide(rune) && (Rune.IsPunctuation(rune) || Rune.IsSymbol(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.EnclosingMark);

    private static bool IsWide(Rune rune) => WritingSystems.IsEastAsian(WritingSystems.Of(rune));
}

/// <summary>
/// Joins segments with equal marks and moves spaces out of the marks, since Markdown does not recognize a marker next to an inner space.
/// </summary>
internal sealed class SegmentBuilder
{
    // Security: gaps are built character by character, which would be slow for a long run of spaces.
    private const int LongestGap = 16;

    private readonly List<Segment> segments = [];
    private readonly StringBuilder text = new();
    private Segment? last;
    private string gap = "";

    internal static List<Segment> Of(IEnumerable<Inline> inlines)
    {
        var segments = new SegmentBuilder();
        foreach (var inline in inlines)
        {
            segments.Add(inline);
        }

        return segments.ToList();
    }

    internal void Add(Inline inline)
    {
        if (inline.Kind == InlineKind.LineBreak)
        {
            gap = "\n";
        }
        else if (inline.Kind == InlineKind.Text)
        {
            AddText(inline);
        }
        else
        {
            Append(inline, inline.Text);
        }
    }

    internal void AddGap(string gap)
    {
        if (this.gap.Length < LongestGap)
        {
            this.gap += this.gap.EndsWith('\n') || this.gap.EndsWith(' ') || (last is null && this.gap.Length == 0)
                ? gap.TrimStart(' ')
                : gap;
        }
    }

    internal List<Segment> ToList()
    {
        End();
        return segments;
    }

    private void AddText(Inline inline)
    {
        var text = inline.Text;
        var core = text.AsSpan().Trim();
        if (core.IsEmpty)
        {
            AddGap(text);
            return;
        }
        var start = text.Length - text.AsSpan().TrimStart().Length;
        AddGap(text[..start]);
        Append(inline, core.ToString());
        AddGap(text[(start + core.Length)..]);
    }

    private void Append(Inline inline, string text)
    {
        if (this.last is { Kind: InlineKind.Text } last && inline.Kind == InlineKind.Text
            && last.Marks == inline.Marks && last.Link == inline.Link
            && !gap.Contains('\n', StringComparison.Ordinal))
        {
            this.text.Append(gap);
        }
        else
        {
            End();
            this.last = new Segment(inline.Kind, "", inline.Marks, inline.Link, inline.Source, gap);
        }
        this.text.Append(text);
        gap = "";
    }

    private void End()
    {
        if (last is not null)
        {
            segments.Add(last with { Text = text.ToString() });
        }

        text.Clear();
    }
}

/// <summary>
/// Markdown does not end bold between a full stop and a letter: <c>**Note:**text</c> shows its asterisks. Such punctuation is moved to the
/// other side of the marker, where the difference is not visible. Chinese and Korean are parsed differently and are left unchanged.
/// </summary>
internal static class EmphasisFitting
{
    private const int MostRounds = 4;

    internal static List<Segment> Fit(List<Segment> segments)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var fitted = Round(segments);
            if (fitted.SequenceEqual(segments))
            {
                break;
            }

            segments = fitted;
        }
        return segments;
    }

    private static List<Segment> Round(List<Segment> segments)
    {
        var fitted = new SegmentBuilder();
        var starts = new Dictionary<Marks, int>();
        for (var i = 0; i < segments.Count; i++)
        {
            foreach (var mark in InlineWriter.Kinds)
            {
                starts[mark] = i > 0 && (segments[i - 1].Marks & segments[i].Marks).HasFlag(mark) ? starts[mark] : i;
            }

            var segment = segments[i] with { Marks = segments[i].Marks & ~Crossing(segments, i, starts) };
            var before = i > 0 && segment.IsGlued && segments[i - 1].Link == segment.Link ? segments[i - 1] : null;
            var after = i + 1 < segments.Count && segments[i + 1].IsGlued && segments[i + 1].Link == segment.Link ? segments[i + 1] : null;
            fitted.AddGap(segment.Gap);
            Add(fitted, segment, Fit(segment, before, last: false), Fit(segment, after, last: true));
        }
        return fitted.ToList();
    }

    /// <summary>The marks that one end of a segment cannot have next to its neighbour, and the length of that end.</summary>
    private static (Marks Lost, int Length) Fit(Segment segment, Segment? neighbour, bool last)
    {
        if (neighbour is null || !neighbour.TouchesAsWord(!last))
        {
            return default;
        }

        var changed = segment.Emphasis & ~neighbour.Emphasis;
        if (changed != Marks.None && segment.TouchesAsPunctuation(last))
        {
            return (changed, segment.IsText ? segment.PunctuationAt(last) : segment.Text.Length);
        }
        // Of two adjacent markers the outer one is next to the inner one, not next to the word.
        var mixed = changed.HasFlag(Marks.Strike) && changed != Marks.Strike;
        return mixed ? (changed & ~Marks.Strike, segment.Text.Length) : default;
    }

    /// <summary>
    /// Marks that began inside of another mark and end after it would have to be closed and reopened in the middle of a word, four markers
    /// in a row, which Markdown reads differently. They begin after the other mark.
    /// </summary>
    private static Marks Crossing(List<Segment> segments, int i, Dictionary<Marks, int> starts)
    {
        if (i + 1 == segments.Count || !segments[i + 1].IsGlued)
        {
            return Marks.None;
        }

        var ended = segments[i].Emphasis & ~segments[i + 1].Emphasis;
        var crossing = Marks.None;
        var lasting = segments[i].Emphasis & segments[i + 1].Emphasis;
        foreach (var kept in InlineWriter.Kinds.Where(kind => lasting.HasFlag(kind) && segments[starts[kind]].IsGlued))
        {
            if (InlineWriter.Kinds.Any(outer => ended.HasFlag(outer) && starts[outer] < starts[kept]))
            {
                crossing |= kept;
            }
        }
        return crossing;
    }

    private static void Add(SegmentBuilder fitted, Segment segment, (Marks Lost, int Length) start, (Marks Lost, int Length) end)
    {
        if (!segment.IsText || start.Length + end.Length >= segment.Text.Length)
        {
            Add(fitted, segment, start.Lost | end.Lost, segment.Text);
            return;
        }
        Add(fitted, segment, start.Lost, segment.Text[..start.Length]);
        Add(fitted, segment, Marks.None, segment.Text[start.Length..^end.Length]);
        Add(fitted, segment, end.Lost, segment.Text[^end.Length..]);
    }

    private static void Add(SegmentBuilder fitted, Segment segment, Marks lost, string text)
    {
        if (text.Length > 0 || !segment.IsText)
        {
            fitted.Add(new Inline(segment.Kind, text, segment.Marks & ~lost, segment.Link, segment.Source));
        }
    }
}
