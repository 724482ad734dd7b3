using CoalitionCms.Domain;

namespace CoalitionCms.Features.Campaigns;

/// <summary>Somebody whom letters of a campaign go to.</summary>
/// <param name="Address">Lines of the postal address.</param>
/// <param name="Salutation">How a letter begins.</param>
public sealed record Addressee(LocalText Name, IReadOnlyList<LocalText> Address, LocalText Salutation);

/// <summary>What a campaign gives into the hands of supporters. Nothing of it needs an account or tells anybody who took part.</summary>
public sealed record Appeal
{
    public static Appeal None { get; } = new();
    public IReadOnlyList<Addressee> Addressees { get; init; } = [];
    public IReadOnlyList<LocalText> Demands { get; init; } = [];
    public IReadOnlyList<LocalText> Actions { get; init; } = [];
    public LocalText Avoid { get; init; } = LocalText.Empty;
    public LocalText ShareText { get; init; } = LocalText.Empty;

    /// <summary>True where there is somebody to write to and something to ask for.</summary>
    internal bool HasLetter => Addressees.Count > 0 && Demands.Count > 0;

    /// <summary>The same, or null where nothing is said.</summary>
    internal Appeal? OrNothing() =>
        Addressees.Count + Demands.Count + Actions.Count == 0 && Avoid.IsEmpty && ShareText.IsEmpty ? null : this;
}

/// <summary>Several lines, each once per language: the third line of one language stands beside the third of another.</summary>
public static class LanguageTexts
{
    public static string In(IReadOnlyList<LocalText> lines, string language) =>
        string.Join('\n', lines.Select(l => l.In(language)).Where(l => l.Length > 0));

    /// <summary>The lines with those of one language replaced; blank ones are left out.</summary>
    public static IReadOnlyList<LocalText> With(IReadOnlyList<LocalText> lines, string language, string? text)
    {
        string[] typed = [.. (text ?? "").Split('\n').Select(CleanText.Line).Where(l => l.Length > 0)];
        return
        [
            .. Enumerable.Range(0, Math.Max(lines.Count, typed.Length))
                .Select(i => (i < lines.Count ? lines[i] : LocalText.Empty).With(language, i < typed.Length ? typed[i] : ""))
                .Where(l => !l.IsEmpty),
        ];
    }

    /// <summary>The lines for a reader: all in one language, their own where it has any.</summary>
    public static LinesView For(IReadOnlyList<LocalText> lines, Language language)
    {
        var chosen = lines.Any(l => l.In(language.Code).Length > 0)
            ? language.Code
            : lines.Select(l => l.For(language.Code)?.Language).FirstOrDefault(c => c is not null) ?? language.Code;
        return new([.. lines.Select(l => l.In(chosen)).Where(l => l.Length > 0)], chosen);
    }
}

public sealed record LinesView(IReadOnlyList<string> Lines, string Language);
