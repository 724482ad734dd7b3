using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>Stores the picture of the organisation's name among the photos, on which settings do not depend.</summary>
internal interface IWordmarks
{
    /// <summary>Adds the picture and returns its SHA-256.</summary>
    Task<Result<string>> AddAsync(Actor actor, ReadOnlyMemory<byte> content, string fileName, CancellationToken cancellationToken);

    /// <summary>Makes the picture public with the next save, and the one before no longer, unless something else shows it.</summary>
    Task UseAsync(string sha256, CancellationToken cancellationToken);
}
