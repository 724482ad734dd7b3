using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Transfer;

/// <summary>How a text stood at the site that it comes from.</summary>
internal enum SourceState
{
    Live,

    Draft,

    /// <summary>To be published at its date.</summary>
    Scheduled,

    Trashed,
}

/// <summary>A text as another system keeps it, the same for every format.</summary>
/// <param name="Id">Its id there; with the name of the source it is known again.</param>
/// <param name="Line">Where in the file it begins.</param>
internal sealed record SourceEntry(string Id, EntryKind Kind, int Line)
{
    public string Title { get; init; } = "";

    /// <summary>The body as HTML, as that system would show it.</summary>
    public string Html { get; init; } = "";

    /// <summary>True when the body is longer than anything that is imported; the rest was not read.</summary>
    public bool IsCut { get; init; }

    public string Summary { get; init; } = "";
    public SourceState State { get; init; }

    /// <summary>When it was published, with the offset of its writer where the file has one.</summary>
    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Updated { get; init; }

    /// <summary>Key of the author in <see cref="SourceFacts.Authors"/>.</summary>
    public string Author { get; init; } = "";

    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The address there: absolute, or a path; empty for a draft that has none.</summary>
    public string Address { get; init; } = "";

    /// <summary>Other addresses that led to it, such as those with its number.</summary>
    public IReadOnlyList<string> OtherAddresses { get; init; } = [];

    /// <summary>The last part of the address as that system made it, decoded; empty where it says nothing.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its language as the file says; empty where it does not.</summary>
    public string Language { get; init; } = "";

    /// <summary>The language of this site that its letters suggest; null where they suggest none.</summary>
    public Language? Guessed { get; init; }

    /// <summary>The same for all translations of one text; empty for a text on its own.</summary>
    public string TranslationGroup { get; init; } = "";

    /// <summary>Address and description of the photo above the text.</summary>
    public string CoverAddress { get; init; } = "";

    public string CoverAltText { get; init; } = "";
    public IReadOnlyList<KeyValuePair<string, string>> Footnotes { get; init; } = [];

    /// <summary>What else the reader has to say about it, as keys of the report.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>What a first reading of a file finds; small beside the file.</summary>
internal sealed class SourceFacts
{
    /// <summary>Identifies the site that the file comes from, in every file of it.</summary>
    public string Source { get; set; } = "";

    public string Title { get; set; } = "";

    /// <summary>Address of the site, without a slash at its end; empty if the file does not say.</summary>
    public string BaseAddress { get; set; } = "";

    public string Language { get; set; } = "";
    public TimeZoneInfo? Zone { get; set; }

    /// <summary>Names of authors for readers, by the key that entries use.</summary>
    public Dictionary<string, string> Authors { get; } = new(StringComparer.Ordinal);

    /// <summary>Entries as far as the first reading keeps them: without their text.</summary>
    public List<SourceEntry> Entries { get; } = [];

    public List<(string Path, string Label)> LabelAddresses { get; } = [];

    /// <summary>Descriptions of photos by the last part of their address, where the file has them apart from the text.</summary>
    public Dictionary<string, string> AltTexts { get; } = new(StringComparer.OrdinalIgnoreCase);

    public int Comments { get; set; }
    public int EmailAddresses { get; set; }
    public int NetworkAddresses { get; set; }
    public int Coordinates { get; set; }
    public int Notes { get; set; }
    public int Repaired { get; set; }

    /// <summary>What was left out on purpose, by its kind in the file.</summary>
    public SortedDictionary<string, int> LeftOut { get; } = new(StringComparer.Ordinal);

    public void Leave(string kind) => LeftOut[kind] = LeftOut.GetValueOrDefault(kind) + 1;
}

/// <summary>Why nothing of a file is imported: a sentence, with the line where it has one.</summary>
internal sealed class SourceException : Exception
{
    public SourceException(string key, int line = 0, params object[] arguments)
        : base(key) => (Key, Line, Arguments) = (key, line, arguments);

    public SourceException()
    {
    }

    public SourceException(string message)
        : base(message) => Key = message;

    public SourceException(string message, Exception inner)
        : base(message, inner) => Key = message;

    public string Key { get; } = "";
    public int Line { get; }
    public IReadOnlyList<object> Arguments { get; } = [];
}

/// <summary>Reads the files of one system, twice: once for its facts, once for its texts.</summary>
internal abstract class SourceReader
{
    /// <summary>Longest body that is read, in UTF-16 units of HTML: more than the longest text that can be saved.</summary>
    protected const int LongestHtml = 4_000_000;

    /// <summary>Longest other value.</summary>
    protected const int LongestValue = 20_000;

    /// <summary>Most labels of one entry; more are not kept.</summary>
    protected const int MostLabels = 500;

    public SourceFacts Facts { get; } = new();

    /// <summary>Reads the whole file without keeping its texts.</summary>
    /// <exception cref="SourceException">It is damaged, or none of this system's.</exception>
    public abstract void Scan(Func<long, bool> progress);

    /// <summary>The entries with their texts, in the order of the file, after <see cref="Scan"/>.</summary>
    public abstract IEnumerable<SourceEntry> Read(Func<long, bool> progress);

    protected static DateTimeOffset? DateOf(string text) =>
        DateTimeOffset.TryParse(text.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date.Year > 1970
            ? date
            : null;
}
