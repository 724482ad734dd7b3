using System.Reflection;
using System.Text.Json;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Seed;

/// <summary>A file of <c>Content/</c>, embedded in the program.</summary>
internal static class StarterFile
{
    private static readonly Assembly Program = typeof(StarterFile).Assembly;

    public static bool Exists(string name) => Program.GetManifestResourceInfo("Seed/" + name) is not null;

    public static string Read(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    public static T ReadJson<T>(string name)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, DomainJson.Options)!;
    }

    private static Stream Open(string name) =>
        Program.GetManifestResourceStream("Seed/" + name)
            ?? throw new InvalidOperationException($"The program lacks its starter file {name}.");
}

/// <summary>The short texts of the facts, per language: <c>facts.json</c>.</summary>
internal sealed class StarterFacts
{
    private readonly Dictionary<string, LocalText> facts = StarterFile.ReadJson<Dictionary<string, LocalText>>("facts.json");

    public LocalText this[string name] => facts[name];
}

/// <summary>The text of one starter entry: a Markdown file with title, summary, slug and tags above the body.</summary>
internal static class StarterText
{
    /// <summary>Returns the languages of an item, the original first.</summary>
    public static IEnumerable<Language> LanguagesOf(string name) => Language.All.Where(l => StarterFile.Exists(FileName(name, l)));

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
