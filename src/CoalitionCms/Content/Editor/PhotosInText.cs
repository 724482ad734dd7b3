using System.Text;
using System.Text.RegularExpressions;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>A photo of the library where it stands in a text.</summary>
/// <param name="StandsBeside">True when it stands in one row with the photo before it.</param>
/// <param name="MayStandBeside">True when nothing but space is between them, and the row has room.</param>
internal sealed record PhotoInText(int Index, string Sha256, string AltText, string Caption, bool StandsBeside, bool MayStandBeside);

/// <summary>The fields of a photo in the form, and what they said when the form was made.</summary>
internal sealed class PhotoForm
{
    public string? Sha256 { get; set; }
    public string? AltText { get; set; }
    public string? WasAltText { get; set; }
    public string? Caption { get; set; }
    public string? WasCaption { get; set; }

    // An empty field may come as null.
    internal bool IsChanged => (AltText ?? "", Caption ?? "") != (WasAltText ?? "", WasCaption ?? "");

    internal bool IsOf(string altText, string caption) => (altText, caption) == (WasAltText ?? "", WasCaption ?? "");
}

/// <summary>
/// Lists the photos of a Markdown text, describes them, and changes their places, so that nobody has to read the addresses. The
/// editor's script does the same in the browser.
/// </summary>
internal static partial class PhotosInText
{
    /// <summary>The most photos in a row: a fourth would be too small to see.</summary>
    private const int MostInRow = 3;

    public static IReadOnlyList<PhotoInText> In(string? body)
    {
        var text = body ?? "";
        var (photos, inRow) = (new List<PhotoInText>(), 0);
        var end = 0;
        foreach (Match found in Photo().Matches(text))
        {
            var between = text[end..found.Index];
            var stands = photos.Count > 0 && StandsBeside(between);
            var may = photos.Count > 0 && between.Trim().Length == 0 && !stands && inRow < MostInRow;
            inRow = stands ? inRow + 1 : 1;
            photos.Add(new(photos.Count, found.Groups["hash"].Value, Unescape(found.Groups["alt"].Value),
                Unescape(found.Groups["title"].Value), stands, may));
            end = found.Index + found.Length;
        }

        return photos;
    }

    /// <summary>Writes the changed descriptions and captions into the text, to the photos that they were asked for.</summary>
    public static string Describe(string? body, IEnumerable<PhotoForm> forms)
    {
        var changed = forms.Where(f => f.Sha256 is not null && f.IsChanged).ToLookup(f => f.Sha256);
        var text = body ?? "";
        return changed.Count == 0 ? text : Photo().Replace(text, found =>
        {
            var (alt, title) = (Unescape(found.Groups["alt"].Value), Unescape(found.Groups["title"].Value));
            var form = changed[found.Groups["hash"].Value].FirstOrDefault(f => f.IsOf(alt, title));
            return form is null
                ? found.Value
                : Write(CleanText.Line(form.AltText), found.Groups["hash"].Value, CleanText.Line(form.Caption));
        });
    }

    /// <summary>Moves a photo: <c>up</c>, <c>down</c>, <c>beside</c> the one before it, <c>apart</c> from it, or <c>out</c>.</summary>
    public static string Move(string? body, string act, int index)
    {
        var text = body ?? "";
        var found = Photo().Matches(text).ToList();
        if (index < 0 || index >= found.Count)
        {
            return text;
        }

        var photo = found[index];
        switch (act)
        {
            case "out":
                return text.Remove(photo.Index, photo.Length);
            case "up" when index > 0:
                return Swap(text, found[index - 1], photo);
            case "down" when index < found.Count - 1:
                return Swap(text, photo, found[index + 1]);
            case "beside" or "apart" when index > 0:
                var (from, to) = (found[index - 1].Index + found[index - 1].Length, photo.Index);
                return text[from..to].Trim().Length > 0 ? text : text[..from] + (act == "beside" ? "\n" : "\n\n") + text[to..];
            default:
                return text;
        }
    }

    private static string Swap(string text, Match first, Match second) =>
        text[..first.Index] + second.Value + text[(first.Index + first.Length)..second.Index] + first.Value
        + text[(second.Index + second.Length)..];

    // Consecutive lines are one paragraph, which is shown as a row.
    private static bool StandsBeside(string between) =>
        between.Trim().Length == 0 && between.Replace("\r\n", "\n", StringComparison.Ordinal).Count(c => c == '\n') < 2;

    private static string Write(string altText, string sha256, string caption) =>
        $"![{Escape(altText, "[]\\")}](/media/{sha256}{(caption.Length > 0 ? $" \"{Escape(caption, "\"\\")}\"" : "")})";

    private static string Escape(string text, string marks)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            escaped.Append(marks.Contains(letter, StringComparison.Ordinal) ? "\\" : "").Append(letter);
        }

        return escaped.ToString();
    }

    private static string Unescape(string text) => Escaped().Replace(text, "$1");

    [GeneratedRegex("""!\[(?<alt>(?:\\.|[^\]\\])*)\]\(/media/(?<hash>[0-9a-f]{64})(?:[^\s")]*)(?:\s+"(?<title>(?:\\.|[^"\\])*)")?\)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Photo();

    [GeneratedRegex(@"\\(.)", RegexOptions.Singleline)]
    private static partial Regex Escaped();
}
