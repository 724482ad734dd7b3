using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Seed;

/// <summary>The words of one starter entry: a Markdown file with title, summary, slug and tags above the body.</summary>
internal static class StarterText
{
    /// <summary>The languages in which a thing is told, the original first.</summary>
    public static IEnumerable<Language> LanguagesOf(string name) => Language.All.Where(l => StarterFile.Exists(FileName(name, l)));

    /// <summary>Reads <c>name.language.md</c>.</summary>
    public static EntryText Read(string name, Language language)
    {
        var lines = StarterFile.Read(FileName(name, language)).ReplaceLineEndings("\n").Split('\n');
        var bodyStart = Array.FindLastIndex(lines, IsHead) + 1;
        return new EntryText(
            Head(lines, "# "),
            Head(lines, "slug: "),
            Head(lines, "> "),
            string.Join('\n', lines[bodyStart..]).Trim(),
            Head(lines, "tags: ").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    private static string FileName(string name, Language language) => $"{name}.{language.Code}.md";

    private static bool IsHead(string line) =>
        line.StartsWith("slug: ", StringComparison.Ordinal) || line.StartsWith("tags: ", StringComparison.Ordinal);

    private static string Head(string[] lines, string mark) =>
        Array.Find(lines, l => l.StartsWith(mark, StringComparison.Ordinal))?[mark.Length..] ?? "";
}
