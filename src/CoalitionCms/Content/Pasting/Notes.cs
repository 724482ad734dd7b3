using System.Text.RegularExpressions;

namespace CoalitionCms.Content.Pasting;

/// <summary>The footnotes of a clip, and the numbers they get in the order in which the text refers to them.</summary>
internal sealed partial class Notes
{
    private readonly Dictionary<string, List<Block>> blocks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> referred = [];

    internal bool Any => this.blocks.Count > 0;

    /// <summary>Those that the text refers to, by number. Writing one may bring more.</summary>
    internal IReadOnlyList<string> Referred => referred;

    /// <summary>Those that nothing refers to: their words stay in the text.</summary>
    internal IEnumerable<Block> Unreferred => this.blocks.Where(note => !numbers.ContainsKey(note.Key)).SelectMany(note => note.Value);

    internal void Add(string key, IEnumerable<Block> blocks)
    {
        if (!this.blocks.TryGetValue(key, out var note))
            this.blocks[key] = note = [];
        note.AddRange(blocks);
    }

    internal IReadOnlyList<Block> Of(string key) => this.blocks[key];

    /// <summary>The number of a note; null when the clip does not hold the note itself.</summary>
    internal int? Refer(string key)
    {
        if (!this.blocks.ContainsKey(key))
            return null;
        if (numbers.TryAdd(key, referred.Count + 1))
            referred.Add(key);
        return numbers[key];
    }

    /// <summary>The note that a link leads to: of Word, LibreOffice, Google Docs, or this site.</summary>
    internal static string? ReferredTo(string href) => Key(ReferencePattern().Match(href));

    /// <summary>The note that a link stands in, when it leads back to the text.</summary>
    internal static string? ReferredFrom(string href) => Key(BackPattern().Match(href));

    /// <summary>The note that an element with this id holds.</summary>
    internal static string? HeldBy(string id) => Key(HolderPattern().Match(id));

    private static string? Key(Match match) => match.Success ? (match.Groups["end"].Success ? "e" : "") + match.Groups["n"].Value : null;

    [GeneratedRegex(@"#(?:_ftn|(?<end>_edn)|sdfootnote|(?<end>sdendnote)|ftnt|fn:)(?<n>\d{1,6})(?:sym)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"#(?:_ftnref|(?<end>_ednref)|ftnt_ref|fnref:|sdfootnote(?=\d+anc)|(?<end>sdendnote)(?=\d+anc))(?<n>\d{1,6})(?:anc|:\d+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex BackPattern();

    [GeneratedRegex(@"^(?:ftn|(?<end>edn)|sdfootnote|(?<end>sdendnote)|fn:)(?<n>\d{1,6})$", RegexOptions.ExplicitCapture)]
    private static partial Regex HolderPattern();
}
