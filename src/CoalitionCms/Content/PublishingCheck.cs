using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>How much a line of the checklist weighs.</summary>
public enum CheckWeight
{
    Fine,

    /// <summary>Worth a look; stops nothing.</summary>
    Advice,

    /// <summary>Publishing asks for a tick that says it is meant.</summary>
    Confirm,

    /// <summary>Must be mended before publishing.</summary>
    Blocks,
}

/// <summary>A line of the checklist before publishing.</summary>
/// <param name="Key">Resource key of the sentence.</param>
/// <param name="Weight">How much it weighs.</param>
/// <param name="Arguments">Values for the sentence's placeholders.</param>
public sealed record CheckLine(string Key, CheckWeight Weight, params object[] Arguments)
{
    /// <summary>What exactly it is about, where the sentence does not tell; never shown.</summary>
    public string About { get; init; } = "";

    /// <summary>Tells this warning from any other, so that a confirmation holds for what was seen and nothing else.</summary>
    public string Signature => $"{Key}({string.Join(',', Arguments)}){About}";
}

/// <summary>What a check looks at: an entry's words and facts as they would be published.</summary>
/// <param name="EntryId">The entry; empty while it is new.</param>
/// <param name="ItemId">The thing described; empty while it is new.</param>
/// <param name="FactsJson">The facts, as a revision stores them.</param>
public sealed record CheckedText(Guid EntryId, Guid ItemId, EntryKind Kind, Language Language, EntryText Text, string FactsJson);

/// <summary>Something to look at before publishing. Each feature brings its own; the
/// action asks all of them, and so does the editor.</summary>
public interface IPublishingCheck
{
    Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken);
}

public sealed class PublishingChecklist(IEnumerable<IPublishingCheck> checks)
{
    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var lines = new List<CheckLine>();
        foreach (var check in checks)
        {
            lines.AddRange(await check.RunAsync(text, cancellationToken));
        }

        return [.. lines.OrderByDescending(l => l.Weight)];
    }

    /// <summary>What of the lines needs a tick, as one word to compare with an earlier tick.</summary>
    public static string ToConfirm(IEnumerable<CheckLine> lines) =>
        string.Join('\n', lines.Where(l => l.Weight == CheckWeight.Confirm).Select(l => l.Signature).Order(StringComparer.Ordinal));
}
