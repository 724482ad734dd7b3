using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Media;

/// <summary>A photo or file, known by the SHA-256 of its content. Its bytes lie in the data folder.</summary>
public sealed class MediaFile : IAudited
{
    /// <summary>Most characters of a description or caption.</summary>
    public const int MaxText = 500;

    /// <summary>Lower-case hex SHA-256 of the bytes served at full size.</summary>
    public required string Sha256 { get; init; }

    public required string ContentType { get; init; }
    public long Length { get; init; }

    /// <summary>Pixels across; 0 for what is no image.</summary>
    public int Width { get; init; }

    /// <summary>Pixels down; 0 for what is no image.</summary>
    public int Height { get; init; }

    /// <summary>Widths that it can be had in, ascending, with commas between; empty for what is no image.</summary>
    public string Widths { get; init; } = "";

    /// <summary>Twelve colours in four columns and three rows, as 72 hexadecimal digits; empty where nothing was decoded.</summary>
    public string Placeholder { get; init; } = "";

    /// <summary>What was taken out of the file, as words with commas between.</summary>
    public string Removed { get; init; } = "";

    /// <summary>Name that it came under, for its people to find it by; never shown to readers.</summary>
    public string Name { get; set; } = "";

    /// <summary>What the picture shows, per language.</summary>
    public LocalText AltText { get; private set; } = LocalText.Empty;

    public LocalText Caption { get; private set; } = LocalText.Empty;
    public string Credit { get; private set; } = "";
    public string Licence { get; private set; } = "";

    /// <summary>All words about it in lower case, for the library's search.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Where the eye should rest, in percent from the left; 50 is the middle.</summary>
    public int FocusX { get; set; } = 50;

    public int FocusY { get; set; } = 50;

    /// <summary>True when it shows members who do not want to be known.</summary>
    public bool ShowsHiddenMembers { get; set; }

    /// <summary>True when the file that it was made of is kept, encrypted.</summary>
    public bool HasOriginal { get; init; }

    public Guid? AddedBy { get; init; }
    public DateTime AddedAt { get; init; }

    public bool IsImage => Width > 0;

    /// <summary>What it is called for readers, in whichever language somebody said it; empty when nobody did.</summary>
    public static string TitleOf(LocalText altText) => altText.All.Select(a => a.Value).FirstOrDefault(v => v.Length > 0) ?? "";

    public MediaFile Describe(LocalText altText, LocalText caption, string credit, string licence)
    {
        (AltText, Caption, Credit, Licence) = (altText, caption, credit, licence);
        Words = string.Join('\n', [Name, Credit, .. AltText.All.Select(a => a.Value), .. Caption.All.Select(c => c.Value)])
            .ToLowerInvariant();
        return this;
    }
}

/// <summary>An entry uses a file: as a draft, or in public. Follows from the texts; no fact of its own.</summary>
public sealed class MediaUse
{
    public required string Sha256 { get; init; }
    public Guid EntryId { get; init; }

    /// <summary>True when it is the public text that uses it; false for the newest draft.</summary>
    public bool IsPublic { get; init; }
}
