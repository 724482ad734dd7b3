using System.Globalization;
using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>How the organisation presents itself on every public page. Everything is optional.</summary>
internal sealed record SiteLook
{
    public const int MaxLines = 8;

    private const int LongestLabel = 40;
    private const int LongestText = 200;

    public static SiteLook None { get; } = new();

    /// <summary>One character in the square beside the name; empty for the first character of the name in its own script.</summary>
    public string Sign { get; init; } = "";

    /// <summary>Colour of links and buttons on white, <c>#rrggbb</c>; empty for the usual blue.</summary>
    public string Accent { get; init; } = "";

    /// <summary>SHA-256 of the picture of the name; empty for the name as text.</summary>
    public string Wordmark { get; init; } = "";

    /// <summary>The campaign that leads the home page while it is active; null for the newest that is.</summary>
    public Guid? Lead { get; init; }

    /// <summary>A sentence at the end of every page.</summary>
    public LocalText Footer { get; init; } = LocalText.Empty;

    /// <summary>Where else the organisation is found, and how to give.</summary>
    public IReadOnlyList<LabelledText> Links { get; init; } = [];

    /// <summary>Fingerprints of keys.</summary>
    public IReadOnlyList<LabelledText> Keys { get; init; } = [];

    public IEnumerable<Error> Check()
    {
        if (Sign.Length > 0 && new StringInfo(Sign).LengthInTextElements != 1)
        {
            yield return new("Settings.SignWrong", "Sign");
        }

        if (Accent.Length > 0)
        {
            if (AccentColour.Read(Accent) is not { } colour)
            {
                yield return new("Settings.AccentWrong", "Accent");
            }
            else if (colour.LeastContrast < AccentColour.Readable)
            {
                yield return new("Settings.AccentTooPale", "Accent", colour.LeastContrast, AccentColour.Readable);
            }
        }

        foreach (var (field, lines) in new[] { ("Links", Links), ("Keys", Keys) })
        {
            if (lines.Count > MaxLines)
            {
                yield return new("Settings.TooManyLines", field, MaxLines);
            }

            if (lines.FirstOrDefault(l => l.Label.Length is 0 or > LongestLabel || l.Text.Length is 0 or > LongestText) is { } line)
            {
                yield return new($"Settings.LineWrong.{field}", field, line.Label.Length > 0 ? line.Label : line.Text);
            }
        }

        // Security: an address of another scheme could run a script.
        if (Links.FirstOrDefault(l => l is { Label.Length: > 0, Text.Length: > 0 } && !IsWebAddress(l.Text)) is { } other)
        {
            yield return new("Settings.LinkNotWeb", "Links", other.Label);
        }
    }

    internal string ToJson() => JsonSerializer.Serialize(this, DomainJson.Options);

    internal static SiteLook FromJson(string json) =>
        json.Length == 0 ? None : JsonSerializer.Deserialize<SiteLook>(json, DomainJson.Options) ?? None;

    public bool Equals(SiteLook? other) => other is not null && ToJson() == other.ToJson();

    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);

    private static bool IsWebAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "https" or "http" && address is { UserInfo.Length: 0, Host.Length: > 0 };
}
