using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Publishing;

/// <summary>Files sent with a form, one after the other into the library.</summary>
public sealed class EditUploads(AddMedia addMedia, MediaDesk desk)
{
    /// <summary>A file that came: what stands for it in a text, or why it was refused.</summary>
    public sealed record Arrived(string FileName, LibraryFile? File, Refusal? Refusal);

    /// <summary>Takes them all; one that is refused does not stop the others.</summary>
    public async Task<IReadOnlyList<Arrived>> TakeAsync(Actor actor, IReadOnlyList<IFormFile> files, Language language, string? altText, CancellationToken cancellationToken)
    {
        var arrived = new List<Arrived>();
        foreach (var file in files)
        {
            var name = CleanText.Line(file.FileName.Replace('\\', '/').Split('/')[^1]);
            if (file.Length > AddMedia.MaxBytes)
            {
                arrived.Add(new(name, null, MediaRefusals.Of(MediaProblem.TooManyBytes)));
                continue;
            }

            var content = new byte[file.Length];
            await using (var stream = file.OpenReadStream())
            {
                await stream.ReadExactlyAsync(content, cancellationToken);
            }

            var outcome = await addMedia.RunAsync(actor, new(content, file.FileName, language, altText ?? ""), cancellationToken);
            arrived.Add(outcome.IsDone
                ? new(name, await desk.FindSentAsync(actor, outcome.Value, cancellationToken), null)
                : new(name, null, outcome.Refusals[0]));
        }

        return arrived;
    }
}
