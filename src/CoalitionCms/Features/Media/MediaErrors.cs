using CoalitionCms.Domain;

namespace CoalitionCms.Features.Media;

internal static class MediaErrors
{
    public static Error NotAllowed { get; } = new("Media.NotAllowed");

    /// <summary>The file does not exist, or the actor may not see it.</summary>
    public static Error NoSuchFile { get; } = new("Media.NoSuchFile");

    /// <summary>The text is already public, and the four-eyes rule is on.</summary>
    public static Error NeedsApproval { get; } = new("Media.NeedsApproval");

    /// <summary>The words name somebody who must not be named, and readers would see them at once.</summary>
    public static Error HiddenNames { get; } = new("Media.HiddenNames");

    /// <summary>Somebody else added the photo, and what the library says about it is said in every text.</summary>
    public static Error NotYours { get; } = new("Media.NotYours");

    public static Error StillUsed { get; } = new("Media.StillUsed");
    public static Error NothingChosen { get; } = new("Media.NothingChosen", "Photos");

    /// <summary>The account added more in a day than one person does.</summary>
    public static Error TooMuchToday { get; } = new("Media.TooMuchToday", "Photos");

    /// <summary>An area that is, at least in part, not in the picture.</summary>
    public static Error AreaOutside { get; } = new("Media.AreaOutside");

    public static Error NothingToEdit { get; } = new("Media.NothingToEdit");

    public static Error Of(MediaProblem problem) => new("MediaProblem." + problem, "Photos");
}

/// <summary>Why a file is refused.</summary>
internal enum MediaProblem
{
    EmptyFile,

    /// <summary>Its type is not supported, whatever its name says.</summary>
    UnknownType,

    /// <summary>It is a HEIC photo, and this host has no decoder for it.</summary>
    Heic,

    /// <summary>It is SVG, HTML or other markup, which could run script.</summary>
    Svg,

    /// <summary>It is larger than 25 megabytes.</summary>
    TooManyBytes,

    /// <summary>It has more than 50 million pixels, or a side is longer than 20,000.</summary>
    TooManyPixels,

    /// <summary>It has more frames than a reader's device should render.</summary>
    TooManyFrames,

    /// <summary>It took more time or memory than allowed.</summary>
    TooDemanding,

    /// <summary>It is truncated, or its image data are damaged.</summary>
    Truncated,

    Polyglot,

    /// <summary>It is a PDF with fields, a signature or a password, or one that cannot be read: it cannot be rewritten.</summary>
    PdfUnclean,

    /// <summary>It is a recording from which place, time and device cannot be removed.</summary>
    ClipUnclean,

    /// <summary>It is a recording in a format that many browsers do not play, such as H.265.</summary>
    ClipUnplayable,

    /// <summary>It is an animation, of which only single pictures could be changed.</summary>
    Moving,
}
