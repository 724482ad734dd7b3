using CoalitionCms.Content.Rendering;

namespace CoalitionCms.Content.Pasting;

/// <summary>Gathers the runs of the paragraph that is being read.</summary>
internal sealed class ParagraphBuilder
{
    private List<Run> runs = [];

    /// <summary>The footnote that the paragraph belongs to, when it began with a link back to its reference.</summary>
    internal string? LeadsBackFrom { get; private set; }

    internal void AddText(string text, Format format)
    {
        var words = Words.Clean(text);
        if (words.Length > 0)
            this.runs.Add(new Run(RunKind.Text, words, format.Marks, format.Link));
    }

    internal void AddBreak() => this.runs.Add(Run.LineBreak);

    /// <summary>A picture of this site; of a foreign one its description is left.</summary>
    internal void AddPicture(ClipNode image, Format format)
    {
        var description = Words.Clean(image["alt"]).Trim();
        if (SafeUrl.IsOwnImage(image["src"]))
            this.runs.Add(new Run(RunKind.Picture, description, Marks.None, format.Link, image["src"]));
        else if (description.Length > 0)
            this.runs.Add(new Run(RunKind.Text, description, Marks.Italic, format.Link));
    }

    /// <summary>Takes links between a text and its footnotes; false for any other.</summary>
    internal bool TryAddNote(string href, Format format)
    {
        if (Notes.ReferredFrom(href) is { } back)
            LeadsBackFrom = back;
        else if (Notes.ReferredTo(href) is { } key)
            this.runs.Add(new Run(RunKind.Note, key, format.Marks & Marks.Signs, null));
        else
            return false;
        return true;
    }

    /// <summary>The heading, on one line; its own weight makes bold say nothing.</summary>
    internal List<Block> TakeHeading(int level)
    {
        var runs = Take().ConvertAll(run => run.Kind == RunKind.Break ? Run.Space : run);
        if (runs.TrueForAll(run => run.IsBlank))
            return [];
        if (runs.TrueForAll(run => run.IsBlank || run.Marks.HasFlag(Marks.Bold)))
            runs = runs.ConvertAll(run => run with { Marks = run.Marks & ~Marks.Bold });
        return [new Heading(level, runs)];
    }

    /// <summary>The paragraphs: two line ends in a row, as older web pages have them, part two.</summary>
    internal List<Block> TakeParagraphs()
    {
        var paragraphs = new List<Block>();
        var runs = new List<Run>();
        var breaks = 0;
        foreach (var run in Take())
        {
            breaks = run.Kind == RunKind.Break ? breaks + 1 : run.IsBlank ? breaks : 0;
            if (breaks == 2)
            {
                End();
                runs = [];
            }
            else if (breaks < 2)
            {
                runs.Add(run);
            }
        }
        End();
        return paragraphs;

        void End()
        {
            if (runs.Exists(run => !run.IsBlank))
                paragraphs.Add(new Paragraph(runs));
        }
    }

    private List<Run> Take()
    {
        var runs = this.runs;
        (this.runs, LeadsBackFrom) = ([], null);
        return runs;
    }
}
