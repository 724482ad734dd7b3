using System.Text.Json;
using System.Text.RegularExpressions;

namespace CoalitionCms.Features.Transfer;

/// <summary>Finds the file of a photo by the address that a text has for it, whatever size that address names.</summary>
internal sealed partial class PhotoIndex
{
    private readonly Dictionary<string, List<SourceFile>> byName = new(StringComparer.OrdinalIgnoreCase);

    public PhotoIndex(SourceFiles files)
    {
        foreach (var file in files.Media)
        {
            Add(file.Name, file);
        }

        // Takeout shortens names, and keeps the whole one beside the file.
        var media = files.Media.DistinctBy(f => f.Name).ToDictionary(f => f.Name, StringComparer.Ordinal);
        foreach (var facts in files.Named(n => n.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Where(f => f.Length < 20_000))
        {
            if (media.TryGetValue(facts.Name[..^5], out var file) && NameIn(facts) is { } name)
            {
                Add(name, file);
            }
        }
    }

    public int Count => byName.Values.SelectMany(f => f).Distinct().Count();

    /// <summary>The largest file of a photo that has several addresses; null if there is none.</summary>
    public SourceFile? Find(IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses)
        {
            var path = PathOf(address);
            var name = path.Split('/')[^1];
            if (name.Length == 0 || !byName.TryGetValue(KeyOf(name), out var files))
            {
                continue;
            }

            // Of several with one name, the one in the same folder; else the largest.
            var folder = string.Join('/', path.Split('/')[..^1].TakeLast(2)) + "/";
            var near = files.FindAll(f => folder.Length > 1 && ("/" + f.Name).Contains("/" + folder, StringComparison.OrdinalIgnoreCase));
            return (near.Count > 0 ? near : files).MaxBy(f => (f.Length, f.Name));
        }

        return null;
    }

    private static string PathOf(string address)
    {
        var end = address.IndexOfAny(['?', '#']);
        var path = end < 0 ? address : address[..end];
        return Uri.UnescapeDataString(path.Replace('+', ' '));
    }

    private static string KeyOf(string name)
    {
        var dot = name.LastIndexOf('.');
        var (stem, extension) = dot > 0 ? (name[..dot], name[dot..].ToLowerInvariant()) : (name, "");
        return Size().Replace(stem, "").Replace(' ', '_') + (extension == ".jpeg" ? ".jpg" : extension);
    }

    private static string? NameIn(SourceFile facts)
    {
        try
        {
            using var stream = facts.Open();
            using var json = JsonDocument.Parse(stream);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("filename", out var name)
                ? name.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Add(string name, SourceFile file)
    {
        var key = KeyOf(name.Split('/')[^1]);
        if (!byName.TryGetValue(key, out var files))
        {
            byName[key] = files = [];
        }

        if (!files.Contains(file))
        {
            files.Add(file);
        }
    }

    [GeneratedRegex(@"(-\d{2,5}x\d{2,5}|-scaled|-rotated|-e\d{10,14})+$|\(\d{1,2}\)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Size();
}
