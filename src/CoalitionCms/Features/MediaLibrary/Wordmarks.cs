using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Features.Settings;

namespace CoalitionCms.Features.MediaLibrary;

internal sealed class Wordmarks(CmsDbContext db, AddMedia addMedia, MediaAdminQueries queries) : IWordmarks
{
    /// <summary>Stands for the settings among the entries that use a file.</summary>
    private static readonly Guid Settings = new("00000000-0000-0000-0000-000000000001");

    public async Task<Result<string>> AddAsync(Actor actor, ReadOnlyMemory<byte> content, string fileName,
        CancellationToken cancellationToken)
    {
        var added = await addMedia.RunAsync(actor, new(content, fileName, Language.English, ""), cancellationToken);
        return added.IsDone && (await queries.FindSentAsync(actor, added.Value, cancellationToken))?.Width == 0
            ? new Error("Settings.WordmarkNotPicture", "Wordmark")
            : added;
    }

    public Task UseAsync(string sha256, CancellationToken cancellationToken) =>
        MediaUses.SettleAsync(db, Settings, isPublic: true, sha256, cancellationToken);
}
