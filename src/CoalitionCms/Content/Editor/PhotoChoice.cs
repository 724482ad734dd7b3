using CoalitionCms.Domain;
using CoalitionCms.Features.Media;

namespace CoalitionCms.Content;

/// <summary>Photos of the library to choose from in a form that works without scripts: the newest, and the chosen one.</summary>
/// <param name="Label">Resource key of its label.</param>
/// <param name="Chosen">SHA-256 of the one chosen; empty for none.</param>
/// <param name="Language">Language of the text that it belongs to.</param>
/// <param name="AltText">What the chosen one shows, in that language.</param>
internal sealed record PhotoChoice(
    string Field, string Label, string Chosen, IReadOnlyList<LibraryFile> Files, Language Language, string AltText)
{
    private const int Most = 23;

    public static async Task<IReadOnlyList<LibraryFile>> FilesAsync(MediaAdminQueries queries, Actor actor, string? chosen,
        CancellationToken cancellationToken)
    {
        var newest = (await queries.ListAsync(actor, LibraryFilter.All, null, null, cancellationToken, imagesOnly: true))!.Files.Take(Most)
            .ToList();
        if (chosen is { Length: 64 } && newest.TrueForAll(f => f.Sha256 != chosen)
            && await queries.FindAsync(actor, chosen, cancellationToken) is { IsImage: true } file)
        {
            newest.Insert(0, file);
        }

        return newest;
    }
}
