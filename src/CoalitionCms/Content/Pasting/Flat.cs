namespace CoalitionCms.Content.Pasting;

/// <summary>Blocks on one line, for the cell of a table.</summary>
internal static class Flat
{
    internal static List<Run> Runs(IEnumerable<Block> blocks)
    {
        var runs = new List<Run>();
        foreach (var block in blocks)
        {
            if (runs.Count > 0)
                runs.Add(Run.Space);
            runs.AddRange(Runs(block).Select(run => run.Kind == RunKind.Break ? Run.Space : run));
        }
        return runs;
    }

    private static IEnumerable<Run> Runs(Block block) => block switch
    {
        Paragraph paragraph => paragraph.Runs,
        Heading heading => heading.Runs,
        Preformatted pre => [new Run(RunKind.Text, Words.Clean(pre.Text), Marks.Code, null)],
        Quote quote => Runs(quote.Blocks),
        ListBlock list => list.Items.SelectMany(item => Runs(item).Prepend(Run.Space)),
        _ => [],
    };
}
