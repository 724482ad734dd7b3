using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Media;

/// <summary>Why something about a file is refused.</summary>
public static class MediaRefusals
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Refusal NotAllowed { get; } = new("Media.NotAllowed");

    /// <summary>There is no such file, or not for this actor.</summary>
    public static Refusal NoSuchFile { get; } = new("Media.NoSuchFile");

    /// <summary>Readers see its words already, and the four-eyes rule is set.</summary>
    public static Refusal NeedsApproval { get; } = new("Media.NeedsApproval");

    /// <summary>A text uses it.</summary>
    public static Refusal StillUsed { get; } = new("Media.StillUsed");

    /// <summary>No file was sent.</summary>
    public static Refusal NothingChosen { get; } = new("Media.NothingChosen", "Photos");

    /// <summary>The file is none that the site takes.</summary>
    public static Refusal Of(MediaProblem problem) => new("MediaProblem." + problem, "Photos");
}
