using CoalitionCms.Data.Audit;

namespace CoalitionCms.Features.Transfer;

/// <summary>Which entry a text of another system became, so that the same export read again changes nothing twice.</summary>
internal sealed class ImportedEntry : IAudited
{
    public const int MaxSource = 300;

    public const int MaxId = 200;

    public required string Source { get; init; }
    public required string SourceId { get; init; }
    public Guid EntryId { get; init; }

    /// <summary>Hash of the text as it was imported; while the newest text has it, another import may replace that.</summary>
    public required string TextHash { get; set; }

    /// <summary>Hash of what the file had, and of the photos that were there.</summary>
    public required string SourceHash { get; set; }

    /// <summary>Photos of the text of which no file was there.</summary>
    public int MissingPhotos { get; set; }
}

/// <summary>Which file of the library a photo of an export became, by the SHA-256 of its bytes there.</summary>
internal sealed class ImportedFile
{
    public required string FileSha256 { get; init; }
    public required string MediaSha256 { get; init; }
}
