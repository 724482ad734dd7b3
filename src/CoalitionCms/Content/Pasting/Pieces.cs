using System.Text;

namespace CoalitionCms.Content.Pasting;

/// <summary>Joins what is marked alike and moves spaces out of the marks, since Markdown knows no sign beside an inner space.</summary>
internal sealed class Pieces
{
    // Security: gaps are put together sign by sign, which a row of nothing but spaces would make slow.
    private const int LongestGap = 16;

    private readonly List<Piece> _pieces = [];
    private readonly StringBuilder _text = new();
    private Piece? _last;
    private string _gap = "";

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
            _gap = "\n";
        else if (run.Kind == RunKind.Text)
            AddText(run);
        else
            Append(run, run.Text);
    }

    internal void AddGap(string gap)
    {
        if (_gap.Length < LongestGap)
            _gap += _gap.EndsWith('\n') || _gap.EndsWith(' ') || (_last is null && _gap.Length == 0) ? gap.TrimStart(' ') : gap;
    }

    internal List<Piece> ToList()
    {
        End();
        return _pieces;
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
        if (_last is { Kind: RunKind.Text } last && run.Kind == RunKind.Text && last.Marks == run.Marks && last.Link == run.Link && !_gap.Contains('\n', StringComparison.Ordinal))
            _text.Append(_gap);
        else
        {
            End();
            _last = new Piece(run.Kind, "", run.Marks, run.Link, run.Source, _gap);
        }
        _text.Append(text);
        _gap = "";
    }

    private void End()
    {
        if (_last is not null)
            _pieces.Add(_last with { Text = _text.ToString() });
        _text.Clear();
    }
}
