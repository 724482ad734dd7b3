using CoalitionCms.Domain;

namespace CoalitionCms.Features.Media;

/// <summary>Why something about a file is refused.</summary>
public static class MediaErrors
{
    public static Error NotAllowed { get; } = new("Media.NotAllowed");

    /// <summary>There is no such file, or not for this actor.</summary>
    public static Error NoSuchFile { get; } = new("Media.NoSuchFile");

    /// <summary>Readers see its words already, and the four-eyes rule is set.</summary>
    public static Error NeedsApproval { get; } = new("Media.NeedsApproval");

    public static Error StillUsed { get; } = new("Media.StillUsed");
    public static Error NothingChosen { get; } = new("Media.NothingChosen", "Photos");

    public static Error Of(MediaProblem problem) => new("MediaProblem." + problem, "Photos");
}

/// <summary>Why a file is not taken.</summary>
public enum MediaProblem
{
    EmptyFile,

    /// <summary>It is none of the types that the site takes, whatever its name says.</summary>
    UnknownType,

    /// <summary>It is a photo in HEIC, and this host has no program that reads those.</summary>
    Heic,

    /// <summary>It is SVG, HTML or other markup, which could run script.</summary>
    Svg,

    /// <summary>It is larger than 25 megabytes.</summary>
    TooManyBytes,

    /// <summary>It has more than 50 million pixels, or a side is longer than 20,000.</summary>
    TooManyPixels,

    /// <summary>It moves through more pictures than a reader's machine should draw.</summary>
    TooManyFrames,

    /// <summary>It took more time or memory than a picture may.</summary>
    TooDemanding,

    /// <summary>Its end is missing, or its picture is damaged.</summary>
    Truncated,

    Polyglot,
}
