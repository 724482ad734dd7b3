using CoalitionCms.Features.Audit;

namespace CoalitionCms.Features.Media;

/// <summary>A photo or file, known by the SHA-256 of its content.</summary>
public sealed class MediaFile : IAudited
{
    /// <summary>Lower-case hex SHA-256 of the bytes served at full size.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Media type, judged by content.</summary>
    public required string ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public long Length { get; init; }

    /// <summary>Pixels across; 0 for what is no image.</summary>
    public int Width { get; init; }

    /// <summary>Pixels down; 0 for what is no image.</summary>
    public int Height { get; init; }

    /// <summary>What the picture shows, per language.</summary>
    public Kernel.LocalText AltText { get; set; } = Kernel.LocalText.Empty;

    /// <summary>Caption, per language.</summary>
    public Kernel.LocalText Caption { get; set; } = Kernel.LocalText.Empty;

    /// <summary>Who made it.</summary>
    public string Credit { get; set; } = "";

    /// <summary>Terms of use.</summary>
    public string Licence { get; set; } = "";

    /// <summary>Who put it in.</summary>
    public Guid? AddedBy { get; init; }

    /// <summary>When.</summary>
    public DateTime AddedAt { get; init; }
}
