namespace CoalitionCms.Features.Media;

/// <summary>Why a file is not taken.</summary>
public enum MediaProblem
{
    /// <summary>There is nothing in it.</summary>
    EmptyFile,

    /// <summary>It is none of the types that the site takes, whatever its name says.</summary>
    UnknownType,

    /// <summary>It is SVG, HTML or other markup, which could run script.</summary>
    Svg,

    /// <summary>It is larger than 25 megabytes.</summary>
    TooManyBytes,

    /// <summary>It has more than 41 million pixels, or a side is longer than 20,000.</summary>
    TooManyPixels,

    /// <summary>It moves through more pictures than a reader's machine should draw.</summary>
    TooManyFrames,

    /// <summary>Its end is missing, or its picture is damaged.</summary>
    Truncated,

    /// <summary>It is two files in one.</summary>
    Polyglot,
}
