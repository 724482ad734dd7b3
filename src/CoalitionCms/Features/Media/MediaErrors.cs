using CoalitionCms.Domain;

namespace CoalitionCms.Features.Media;

/// <summary>Why something about a file is refused.</summary>
public static class MediaErrors
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Error NotAllowed { get; } = new("Media.NotAllowed");

    /// <summary>There is no such file, or not for this actor.</summary>
    public static Error NoSuchFile { get; } = new("Media.NoSuchFile");

    /// <summary>Readers see its words already, and the four-eyes rule is set.</summary>
    public static Error NeedsApproval { get; } = new("Media.NeedsApproval");

    /// <summary>A text uses it.</summary>
    public static Error StillUsed { get; } = new("Media.StillUsed");

    /// <summary>No file was sent.</summary>
    public static Error NothingChosen { get; } = new("Media.NothingChosen", "Photos");

    /// <summary>The file is none that the site takes.</summary>
    public static Error Of(MediaProblem problem) => new("MediaProblem." + problem, "Photos");
}
