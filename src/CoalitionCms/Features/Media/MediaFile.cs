using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Media;

/// <summary>A photo or file, identified by the SHA-256 of its content. Its bytes are stored in the data folder.</summary>
internal sealed class MediaFile : IVerifiedRow
{
    /// <summary>The maximum length of a description or caption.</summary>
    public const int MaxText = 500;

    /// <summary>Lower-case hex SHA-256 of the bytes served at full size.</summary>
    public required string Sha256 { get; init; }

    public required string ContentType { get; init; }
    public long Length { get; init; }

    /// <summary>Width in pixels; 0 for files that are not images.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels; 0 for files that are not images.</summary>
    public int Height { get; init; }

    /// <summary>The available widths, ascending, separated by commas; empty for files that are not images.</summary>
    public string Widths { get; init; } = "";

    /// <summary>Twelve colours in four columns and three rows, as 72 hexadecimal digits; empty if nothing was decoded.</summary>
    public string Placeholder { get; init; } = "";

    /// <summary>The kinds of metadata that were removed from the file, separated by commas.</summary>
    public string Removed { get; init; } = "";

    /// <summary>The original file name, for staff; never shown to readers.</summary>
    public string Name { get; set; } = "";

    /// <summary>Alternative text, per language.</summary>
    public LocalText AltText { get; private set; } = LocalText.Empty;

    public LocalText Caption { get; private set; } = LocalText.Empty;
    public string Credit { get; private set; } = "";
    public string Licence { get; private set; } = "";

    public Provenance Provenance { get; private set; } = Provenance.None;

    /// <summary>All texts about it as search reads them, for the filter of the library.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Focal point, in percent from the left; 50 is the centre.</summary>
    public int FocusX { get; set; } = 50;

    public int FocusY { get; set; } = 50;

    /// <summary>True when it shows members who do not want to be identified.</summary>
    public bool ShowsHiddenMembers { get; set; }

    /// <summary>True when the original file is kept, encrypted.</summary>
    public bool HasOriginal { get; init; }

    /// <summary>
    /// True when an edited picture stands in its place: it is offered no more, and deleted once no text uses it. What was covered in
    /// the edited one is seen in this one.
    /// </summary>
    public bool IsReplaced { get; set; }

    public Guid? AddedBy { get; init; }
    public DateTime AddedAt { get; init; }

    public bool IsImage => Width > 0;

    /// <summary>True for those who may describe, edit and delete it.</summary>
    public bool MayBeChangedBy(Actor actor) =>
        actor.May(Permission.EditEverything) || (actor.AccountId is not null && AddedBy == actor.AccountId);

    /// <summary>Returns the title for readers, in any language that has one; empty if there is none.</summary>
    public static string TitleOf(LocalText altText) => altText.All.Select(a => a.Value).FirstOrDefault(v => v.Length > 0) ?? "";

    public MediaFile Describe(LocalText altText, LocalText caption, string credit, string licence, Provenance? provenance = null)
    {
        (AltText, Caption, Credit, Licence) = (altText, caption, credit, licence);
        Provenance = provenance ?? Provenance;
        Words = IndexOf(Name, Credit, Provenance, AltText, Caption);
        return this;
    }

    /// <summary>All texts about a file as search reads them.</summary>
    internal static string IndexOf(string name, string credit, Provenance provenance, LocalText altText, LocalText caption) =>
        SearchText.Index([name, credit, .. provenance.Words, .. altText.All.Select(a => a.Value), .. caption.All.Select(c => c.Value)]);
}

/// <summary>The use of a file by an entry, in a draft or in public. Derived from the texts.</summary>
internal sealed class MediaUse
{
    public required string Sha256 { get; init; }
    public Guid EntryId { get; init; }

    /// <summary>True for the public text; false for the newest draft.</summary>
    public bool IsPublic { get; init; }
}
