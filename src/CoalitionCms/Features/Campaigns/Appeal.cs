using CoalitionCms.Domain;

namespace CoalitionCms.Features.Campaigns;

/// <summary>A recipient of a campaign's letters.</summary>
/// <param name="Address">Lines of the postal address.</param>
/// <param name="Salutation">The salutation of a letter.</param>
internal sealed record Addressee(LocalText Name, IReadOnlyList<LocalText> Address, LocalText Salutation);

/// <summary>Material of a campaign for supporters. Using it needs no account and does not record who took part.</summary>
internal sealed record Appeal
{
    public static Appeal None { get; } = new();
    public IReadOnlyList<Addressee> Addressees { get; init; } = [];
    public IReadOnlyList<LocalText> Demands { get; init; } = [];
    public IReadOnlyList<LocalText> Actions { get; init; } = [];
    public LocalText Avoid { get; init; } = LocalText.Empty;
    public LocalText ShareText { get; init; } = LocalText.Empty;

    /// <summary>True if there are both a recipient and a demand.</summary>
    internal bool HasLetter => Addressees.Count > 0 && Demands.Count > 0;

    /// <summary>Returns the same, or null if it is empty.</summary>
    internal Appeal? OrNothing() =>
        Addressees.Count + Demands.Count + Actions.Count == 0 && Avoid.IsEmpty && ShareText.IsEmpty ? null : this;
}

/// <summary>Operations on lists of lines per language: the third line of one language corresponds to the third of another.</summary>
internal static class LanguageTexts
{
    public static string In(IReadOnlyList<LocalText> lines, string language) =>
        string.Join('\n', lines.Select(l => l.In(language)).Where(l => l.Length > 0));

    /// <summary>Returns the lines with those of one language replaced; blank ones are omitted.</summary>
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

    /// <summary>Returns the lines for a reader: all in one language, the reader's own if available.</summary>
    public static LinesView For(IReadOnlyList<LocalText> lines, Language language)
    {
        var chosen = lines.Any(l => l.In(language.Code).Length > 0)
            ? language.Code
            : lines.Select(l => l.For(language.Code)?.Language).FirstOrDefault(c => c is not null) ?? language.Code;
        return new([.. lines.Select(l => l.In(chosen)).Where(l => l.Length > 0)], chosen);
    }
}

internal sealed record LinesView(IReadOnlyList<string> Lines, string Language);
