namespace CoalitionCms.Features.Media.Formats;

/// <summary>What a piece of a file is there for.</summary>
internal enum PartRole
{
    /// <summary>Needed to draw the picture.</summary>
    Picture,

    /// <summary>Says what the colours mean; kept as long as the pixels are.</summary>
    Profile,

    /// <summary>A TIFF directory of the camera.</summary>
    Exif,

    /// <summary>Adobe's packet in XML.</summary>
    Xmp,

    /// <summary>Fields of news agencies.</summary>
    Iptc,

    /// <summary>Words for people.</summary>
    Comment,

    /// <summary>When the picture was changed.</summary>
    Time,

    /// <summary>Which program made it.</summary>
    Software,

    /// <summary>A small copy of the picture, which may show what was cropped away.</summary>
    Thumbnail,

    /// <summary>Not needed, and tells nothing about anybody.</summary>
    Harmless,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>A piece of a file, with its frame.</summary>
/// <param name="Role">What it is there for.</param>
/// <param name="Start">Where its frame begins.</param>
/// <param name="Payload">Where its content begins.</param>
/// <param name="End">Behind its last byte.</param>
internal readonly record struct Part(PartRole Role, int Start, int Payload, int End)
{
    /// <summary>True for what the cleaned copy has as well.</summary>
    public bool IsKept => Role is PartRole.Picture or PartRole.Profile;
}
