namespace CoalitionCms.Features.Audit;

/// <summary>A line that a cut takes away and something living still rests on; it is said again behind the cut.</summary>
public sealed record CarriedLine(string ObjectKind, Guid ObjectId, string Hash);

/// <summary>Names such lines. The log stands below all features, so those who rest on it tell it so.</summary>
public interface ICarriedLines
{
    /// <summary>What rests on lines up to this number.</summary>
    IAsyncEnumerable<CarriedLine> UpToAsync(long number, CancellationToken cancellationToken);
}
