namespace CoalitionCms.Content.Markdown.Diff;

/// <summary>The merged texts of two people.</summary>
/// <param name="Text">The lines of both.</param>
/// <param name="Clashes">Number of places where both changed the same lines; the text has both versions there, one after the other, between
/// marks.</param>
internal sealed record MergedText(string Text, int Clashes);

/// <summary>Texts of the marks around a conflict, in the language of the user who resolves it.</summary>
/// <param name="Mine">Before the user's own lines.</param>
/// <param name="Theirs">Before the lines of the other user.</param>
/// <param name="End">After both.</param>
internal sealed record ClashMarks(string Mine, string Theirs, string End);

/// <summary>Merges two versions of a text, line by line, by their changes to a common base.</summary>
internal static class TextMerge
{
    /// <summary>Applies every change of both; nothing that either wrote is left out.</summary>
    /// <param name="before">The common base; null when it is not known, in which case every difference is a conflict.</param>
    public static MergedText Of(string? before, string mine, string theirs, ClashMarks marks)
    {
        var (a, b) = (Lines(mine), Lines(theirs));
        var merged = new List<string>();
        var clashes = 0;
        foreach (var (mineLines, theirLines, isClash) in before is null ? Unfounded(a, b) : Founded(Lines(before), a, b))
        {
            if (!isClash)
            {
                merged.AddRange(mineLines);
                continue;
            }

            clashes++;
            merged.AddRange(["", marks.Mine, "", .. mineLines, "", marks.Theirs, "", .. theirLines, "", marks.End, ""]);
        }

        return new(string.Join('\n', merged), clashes);
    }

    private static IEnumerable<(string[] Mine, string[] Theirs, bool IsClash)> Unfounded(string[] a, string[] b)
    {
        var at = 0;
        foreach (var (startA, countA, startB, countB) in TextDifference.Changes(a, b))
        {
            yield return (a[at..startA], [], false);
            yield return (a[startA..(startA + countA)], b[startB..(startB + countB)], true);
            at = startA + countA;
        }

        yield return (a[at..], [], false);
    }

    private static IEnumerable<(string[] Mine, string[] Theirs, bool IsClash)> Founded(string[] o, string[] a, string[] b)
    {
        var mine = new Queue<(int StartA, int CountA, int StartB, int CountB)>(TextDifference.Changes(o, a));
        var theirs = new Queue<(int StartA, int CountA, int StartB, int CountB)>(TextDifference.Changes(o, b));
        var (at, shiftA, shiftB) = (0, 0, 0);
        while (mine.Count + theirs.Count > 0)
        {
            var from = Math.Min(mine.Count > 0 ? mine.Peek().StartA : int.MaxValue, theirs.Count > 0 ? theirs.Peek().StartA : int.MaxValue);
            yield return (o[at..from], [], false);
            var (to, beginA, beginB) = (from, from + shiftA, from + shiftB);
            var (byMine, byTheirs) = (false, false);

            // A change may overlap the next one of the other side: overlapping changes are combined until none overlap.
            for (var grows = true; grows;)
            {
                var (tookMine, tookTheirs) = (Take(mine, ref to, ref shiftA, from), Take(theirs, ref to, ref shiftB, from));
                (byMine, byTheirs) = (byMine || tookMine, byTheirs || tookTheirs);
                grows = tookMine || tookTheirs;
            }

            var (newA, newB) = (a[beginA..(to + shiftA)], b[beginB..(to + shiftB)]);
            at = to;
            var isClash = byMine && byTheirs && !newA.SequenceEqual(newB, StringComparer.Ordinal);
            yield return isClash ? (newA, newB, true) : (byMine ? newA : newB, [], false);
        }

        yield return (o[at..], [], false);
    }

    private static bool Take(Queue<(int StartA, int CountA, int StartB, int CountB)> changes, ref int to, ref int shift, int from)
    {
        if (changes.Count == 0 || !(changes.Peek().StartA < to || changes.Peek().StartA == from))
        {
            return false;
        }

        var (start, count, _, added) = changes.Dequeue();
        to = Math.Max(to, start + count);
        shift += added - count;
        return true;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
