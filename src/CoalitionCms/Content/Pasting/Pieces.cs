using System.Text;

namespace CoalitionCms.Content.Pasting;

/// <summary>Joins what is marked alike and moves spaces out of the marks, since Markdown knows no sign beside an inner space.</summary>
internal sealed class Pieces
{
    // Security: gaps are put together sign by sign, which a row of nothing but spaces would make slow.
    private const int LongestGap = 16;

    private readonly List<Piece> pieces = [];
    private readonly StringBuilder text = new();
    private Piece? last;
    private string gap = "";

    /// <summary>The pieces of a paragraph.</summary>
    internal static List<Piece> Of(IEnumerable<Run> runs)
    {
        var pieces = new Pieces();
        foreach (var run in runs)
            pieces.Add(run);
        return pieces.ToList();
    }

    internal void Add(Run run)
    {
        if (run.Kind == RunKind.Break)
            this.gap = "\n";
        else if (run.Kind == RunKind.Text)
            AddText(run);
        else
            Append(run, run.Text);
    }

    internal void AddGap(string gap)
    {
        if (this.gap.Length < LongestGap)
            this.gap += this.gap.EndsWith('\n') || this.gap.EndsWith(' ') || (this.last is null && this.gap.Length == 0) ? gap.TrimStart(' ') : gap;
    }

    internal List<Piece> ToList()
    {
        End();
        return this.pieces;
    }

    private void AddText(Run run)
    {
        var text = run.Text;
        var core = text.AsSpan().Trim();
        if (core.IsEmpty)
        {
            AddGap(text);
            return;
        }
        var start = text.Length - text.AsSpan().TrimStart().Length;
        AddGap(text[..start]);
        Append(run, core.ToString());
        AddGap(text[(start + core.Length)..]);
    }

    private void Append(Run run, string text)
    {
        if (this.last is { Kind: RunKind.Text } last && run.Kind == RunKind.Text && last.Marks == run.Marks && last.Link == run.Link && !this.gap.Contains('\n', StringComparison.Ordinal))
        {
            this.text.Append(this.gap);
        }
        else
        {
            End();
            this.last = new Piece(run.Kind, "", run.Marks, run.Link, run.Source, this.gap);
        }
        this.text.Append(text);
        this.gap = "";
    }

    private void End()
    {
        if (this.last is not null)
            this.pieces.Add(this.last with { Text = this.text.ToString() });
        this.text.Clear();
    }
}
