namespace CoalitionCms.Content.Pasting;

/// <summary>Reads the tree of a clip into blocks: which words form a paragraph, a heading, an item.</summary>
internal sealed class BlockReader(Notes notes)
{
    // Security: Markdown repeats the indent of a list on each line, and the parser refuses deep nesting. Deeper parts stand as paragraphs.
    private const int DeepestNesting = 8;

    private readonly ParagraphBuilder line = new();
    private List<Block> blocks = [];
    private int nesting;
    private int headingLevel;
    private bool inNote;

    /// <summary>The blocks of a whole clip, without its footnotes.</summary>
    internal List<Block> Read(ClipNode root)
    {
        ReadChildren(root, Format.Plain);
        Flush();
        // The line that set the footnotes off.
        if (notes.Any && this.blocks.LastOrDefault() is Rule)
            this.blocks.RemoveAt(this.blocks.Count - 1);
        return this.blocks;
    }

    private void ReadChildren(ClipNode node, Format format)
    {
        foreach (var child in node.Children)
        {
            if (child.IsText)
                line.AddText(child.Text, format);
            else if (!child.IsHidden)
                ReadElement(child, format.With(child));
        }
    }

    private void ReadElement(ClipNode node, Format format)
    {
        if (ClipTags.Block.Contains(node.Name))
        {
            Flush();
            ReadBlock(node, format);
            Flush();
        }
        else if (node.Name == "br")
        {
            line.AddBreak();
        }
        else if (node.Name == "img")
        {
            line.AddPicture(node, format);
        }
        else if (!(node.Name == "a" && line.TryAddNote(node["href"], format)) && (headingLevel > 0 || !WordLists.IsBullet(node)))
        {
            ReadChildren(node, format);
        }
    }

    private void ReadBlock(ClipNode node, Format format)
    {
        var level = HeadingLevels.Of(node);
        if (!inNote && Notes.HeldBy(node["id"]) is { } key)
        {
            ReadNote(key, node, format);
        }
        else if (node.Name is "ul" or "ol" or "menu" or "dir")
        {
            ReadList(node, format);
        }
        else if (node.Name == "li")
        {
            var orphan = new ListBlock(null, []);
            ReadItem(orphan, node, format);
            Add(orphan);
        }
        else if (node.Name == "hr")
        {
            this.blocks.Add(new Rule());
        }
        else if (node.Name == "pre")
        {
            this.blocks.AddRange(Preformat.Read(node));
        }
        else if (node.Name == "blockquote" && nesting < DeepestNesting)
        {
            ReadQuote(node, format);
        }
        else if (node.Name == "table")
        {
            ReadTable(node, format);
        }
        else if (level == 0 && WordLists.LevelOf(node) is > 0 and var depth && nesting + depth <= DeepestNesting)
        {
            WordLists.Add(this.blocks, depth, WordLists.NumberOf(node), ReadApart(node, format));
        }
        else
        {
            var outer = headingLevel;
            headingLevel = level > 0 ? level : outer;
            ReadChildren(node, format);
            Flush();
            headingLevel = outer;
        }
    }

    private void ReadNote(string key, ClipNode node, Format format)
    {
        inNote = true;
        notes.Add(key, ReadApart(node, format));
        inNote = false;
    }

    private void ReadQuote(ClipNode node, Format format)
    {
        var blocks = ReadNested(node, format);
        if (blocks.Count > 0)
            this.blocks.Add(new Quote(blocks));
    }

    private void ReadList(ClipNode node, Format format)
    {
        var list = new ListBlock(node.Name == "ol" ? ListNumbers.StartOf(node) : null, []);
        foreach (var child in node.Children)
        {
            if (child.IsText ? string.IsNullOrWhiteSpace(child.Text) : child.IsHidden)
                continue;
            if (child.Name == "li")
                ReadItem(list, child, format.With(child));
            else
                Continue(list, child, format);
        }
        Add(list);
    }

    private void ReadItem(ListBlock list, ClipNode node, Format format)
    {
        if (!inNote && Notes.HeldBy(node["id"]) is { } key)
        {
            ReadNote(key, node, format);
            return;
        }
        var blocks = ReadNested(node, format);
        blocks.RemoveAll(block => block is Rule);
        if (blocks.Count > 0)
            list.Items.Add(blocks);
    }

    /// <summary>Several programs put a nested list behind its item instead of into it.</summary>
    private void Continue(ListBlock list, ClipNode child, Format format)
    {
        var blocks = ReadNested(ClipNode.Around(child), format);
        if (blocks.Count == 0)
            return;
        if (list.Items.Count == 0)
            list.Items.Add(blocks);
        else
            list.Items[^1].AddRange(blocks);
    }

    private void ReadTable(ClipNode table, Format format)
    {
        foreach (var stray in TableShape.Strays(table))
            this.blocks.AddRange(ReadApart(ClipNode.Around(stray), format));
        var rows = TableShape.Rows(table);
        if (TableShape.IsLayout(table, rows))
        {
            foreach (var cell in rows.SelectMany(row => row).OfType<ClipNode>())
                this.blocks.AddRange(ReadApart(cell, format.With(cell)));
            return;
        }
        var read = rows.Select(row => row.Select(cell => cell is null ? [] : Flat.Runs(ReadApart(cell, format.With(cell)))).ToList()).ToList();
        read.RemoveAll(row => row.TrueForAll(cell => cell.Count == 0));
        if (read.Count > 0)
            this.blocks.Add(new TableBlock(read));
    }

    private List<Block> ReadNested(ClipNode node, Format format)
    {
        nesting++;
        var blocks = ReadApart(node, format);
        nesting--;
        return blocks;
    }

    /// <summary>The blocks inside of an element, without what stands around it.</summary>
    private List<Block> ReadApart(ClipNode node, Format format)
    {
        var (outer, heading) = (this.blocks, headingLevel);
        (this.blocks, headingLevel) = ([], 0);
        ReadChildren(node, format);
        Flush();
        var read = this.blocks;
        (this.blocks, headingLevel) = (outer, heading);
        return read;
    }

    /// <summary>Ends the paragraph that is being read.</summary>
    private void Flush()
    {
        var key = line.LeadsBackFrom;
        var blocks = headingLevel > 0 ? line.TakeHeading(headingLevel) : line.TakeParagraphs();
        if (key is not null && !inNote)
            notes.Add(key, blocks);
        else
            this.blocks.AddRange(blocks);
    }

    private void Add(ListBlock list)
    {
        if (list.Items.Count == 0)
            return;
        if (nesting >= DeepestNesting)
            this.blocks.AddRange(list.Items.SelectMany(item => item));
        else if (this.blocks.LastOrDefault() is ListBlock last && last.Takes(list.Start))
            last.Items.AddRange(list.Items);
        else
            this.blocks.Add(list);
    }
}
