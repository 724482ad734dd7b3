using CoalitionCms.Content.Docx;
using CoalitionCms.Content.Markdown.FromHtml;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;

namespace CoalitionCms.Content;

/// <summary>Adds the files of a form to the library, one after the other.</summary>
internal sealed class EditUploads(AddMedia addMedia, MediaAdminQueries queries)
{
    /// <summary>A file that was sent: its library entry, or why it was refused.</summary>
    public sealed record Arrived(string FileName, LibraryFile? File, Error? Error);

    /// <summary>A document as Markdown, with its pictures in the library.</summary>
    /// <param name="Refused">Pictures that the library refused.</param>
    public sealed record Read(string Title, string Markdown, int Pictures, int LeftOut, int NotRead, IReadOnlyList<Error> Refused)
    {
        /// <summary>
        /// Title and text, where the document begins with its title as a heading: that of a text without one, or the one that it has.
        /// </summary>
        public (string Title, string Markdown) TitledLike(string present)
        {
            var line = Markdown.Split('\n', 2);
            var heading = line[0].StartsWith("## ", StringComparison.Ordinal) ? MarkdownText.ToPlainText(line[0], EntryText.MaxTitle) : "";
            return heading.Length > 0 && Title.Length == 0 && CleanText.Line(present) is var known
                && (known.Length == 0 || known == heading)
                ? (heading, line.ElementAtOrDefault(1)?.TrimStart('\n') ?? "")
                : (Title, Markdown);
        }
    }

    /// <summary>Reads a .docx file into the Markdown that pasting it would give.</summary>
    public async Task<Result<Read>> ReadAsync(Actor actor, IFormFile document, Language language, CancellationToken cancellationToken)
    {
        if (document.Length > DocxFile.MaxBytes)
        {
            return Refuse(DocxProblem.TooLarge);
        }

        var content = new byte[document.Length];
        await using (var stream = document.OpenReadStream())
        {
            await stream.ReadExactlyAsync(content, cancellationToken);
        }

        var (text, problem) = await DocxReader.ReadAsync(content, cancellationToken);
        if (text is null)
        {
            return Refuse(problem);
        }

        if (MarkdownFromHtml.Convert(text.Html).Length > EntryText.MaxBody)
        {
            return Refuse(DocxProblem.TooLong);
        }

        var (html, refused) = (text.Html, new List<Error>());
        foreach (var picture in text.Pictures)
        {
            var added = await addMedia.RunAsync(actor, new(picture.Content, "", language, picture.AltText), cancellationToken);
            html = html.Replace($"\"/media/{picture.Sha256}\"", added.IsDone
                ? $"\"/media/{added.Value}\""
                : "\"\"", StringComparison.Ordinal);
            refused.AddRange(added.Errors);
        }

        return Result.Of(new Read(text.Title, MarkdownFromHtml.Convert(html), text.Pictures.Count - refused.Count, text.LeftOut,
            text.NotRead, [.. refused.Distinct()]));

        static Result<Read> Refuse(DocxProblem problem) => new Error("DocxProblem." + problem, "document");
    }

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
