using System.Text.Json.Serialization;

namespace CoalitionCms.Features.Transfer;

/// <summary>What became of a text.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImportOutcome>))]
internal enum ImportOutcome
{
    Imported,

    /// <summary>It was imported before, and has changed there since, or a photo was found now.</summary>
    Updated,

    Unchanged,

    /// <summary>Somebody changed it here since it was imported.</summary>
    LeftAlone,

    /// <summary>Left out on purpose, such as one in the trash.</summary>
    Skipped,

    Failed,
}

/// <summary>A remark of the report: a sentence's key and values.</summary>
internal sealed record ImportRemark(string Key, params object[] Arguments);

/// <param name="Line">Where in the file it begins.</param>
/// <param name="Address">Path of its page here; of the editor where it is not public.</param>
internal sealed record ImportedRow(int Line, string Id, string Title, string Language, ImportOutcome Outcome, bool IsPublic, string Address,
    IReadOnlyList<ImportRemark> Remarks);

/// <summary>A photo of which there was no file, or which was refused.</summary>
/// <param name="In">Titles of the texts that show it.</param>
internal sealed record MissingPhoto(string Address, ImportRemark? Why, IReadOnlyList<string> In);

/// <summary>A list of people at the end of a report, to be offered for an event.</summary>
internal sealed record FoundAttendance(string Title, string Address, int Names);

/// <summary>What an import did, or would do.</summary>
internal sealed class ImportReport
{
    private const int MostDeadLinks = 20_000;

    public required string Format { get; init; }
    public bool IsDryRun { get; init; }
    public string File { get; set; } = "";
    public string Sha256 { get; set; } = "";
    public string Site { get; set; } = "";

    /// <summary>Why nothing was imported; null if it was.</summary>
    public ImportRemark? Refused { get; set; }

    /// <summary>The line of the file at which it was refused; 0 for none.</summary>
    public int RefusedAtLine { get; set; }

    public List<ImportedRow> Entries { get; } = [];
    public SortedDictionary<string, int> LeftOut { get; } = new(StringComparer.Ordinal);
    public int PhotosUsed { get; set; }
    public List<MissingPhoto> Missing { get; } = [];
    public int LinksRewritten { get; set; }
    public SortedDictionary<string, int> DeadLinks { get; } = new(StringComparer.Ordinal);

    /// <summary>Further dead links, only counted: a file with more than so many was made to fill the memory.</summary>
    public int MoreDeadLinks { get; private set; }

    public int RetiredLinks { get; set; }
    public int Redirects { get; set; }
    public int Repaired { get; set; }

    // Never stored, only counted.
    public int Comments { get; set; }
    public int Notes { get; set; }
    public int EmailAddresses { get; set; }
    public int NetworkAddresses { get; set; }
    public int Coordinates { get; set; }

    /// <summary>Texts by the byline that they get; an empty one is the organisation.</summary>
    public SortedDictionary<string, int> Bylines { get; } = new(StringComparer.Ordinal);

    public List<FoundAttendance> Attendance { get; } = [];
    public double Seconds { get; set; }

    /// <summary>True when the export has a sealed part that was not opened.</summary>
    public bool HasUnreadPrivate { get; set; }

    public void AddDeadLink(string address)
    {
        if (DeadLinks.TryGetValue(address, out var known) || DeadLinks.Count < MostDeadLinks)
        {
            DeadLinks[address] = known + 1;
        }
        else
        {
            MoreDeadLinks++;
        }
    }

    public int Count(ImportOutcome outcome) => Entries.Count(e => e.Outcome == outcome);
}
