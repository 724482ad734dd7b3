using System.Reflection;
using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Seed;

/// <summary>A file of <c>Content/</c>, which lies inside the program.</summary>
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
        Program.GetManifestResourceStream("Seed/" + name) ?? throw new InvalidOperationException($"The program lacks its starter file {name}.");
}
