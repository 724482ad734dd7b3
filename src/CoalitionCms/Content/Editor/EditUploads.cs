using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;

namespace CoalitionCms.Content;

/// <summary>Adds the files of a form to the library, one after the other.</summary>
internal sealed class EditUploads(AddMedia addMedia, MediaAdminQueries queries)
{
    /// <summary>A file that was sent: its library entry, or why it was refused.</summary>
    public sealed record Arrived(string FileName, LibraryFile? File, Error? Error);

    /// <summary>Adds all files; one that is refused does not stop the others.</summary>
    public async Task<IReadOnlyList<Arrived>> TakeAsync(Actor actor, IReadOnlyList<IFormFile> files, Language language, string? altText,
        CancellationToken cancellationToken)
    {
        var arrived = new List<Arrived>();
        foreach (var file in files)
        {
            var name = CleanText.Line(file.FileName.Replace('\\', '/').Split('/')[^1]);
            if (file.Length > AddMedia.MaxBytes)
            {
                arrived.Add(new(name, null, MediaErrors.Of(MediaProblem.TooManyBytes)));
                continue;
            }

            var content = new byte[file.Length];
            await using (var stream = file.OpenReadStream())
            {
                await stream.ReadExactlyAsync(content, cancellationToken);
            }

            var result = await addMedia.RunAsync(actor, new(content, file.FileName, language, altText ?? ""), cancellationToken);
            arrived.Add(result.IsDone
                ? new(name, await queries.FindSentAsync(actor, result.Value, cancellationToken), null)
                : new(name, null, result.Errors[0]));
        }

        return arrived;
    }
}
