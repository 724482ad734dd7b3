using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>Severity of a line of the checklist.</summary>
public enum CheckWeight
{
    Fine,

    /// <summary>A recommendation; does not prevent publishing.</summary>
    Advice,

    /// <summary>Must be confirmed with a check box before publishing.</summary>
    Confirm,

    /// <summary>Must be corrected before publishing.</summary>
    Blocks,
}

/// <summary>What a line of the checklist is about, to be opened.</summary>
public sealed record CheckLink(string Title, string Language, string Path);

/// <summary>A line of the checklist before publishing.</summary>
/// <param name="Key">Resource key of the sentence.</param>
/// <param name="Weight">Severity of the line.</param>
/// <param name="Arguments">Values for the sentence's placeholders.</param>
public sealed record CheckLine(string Key, CheckWeight Weight, params object[] Arguments)
{
    /// <summary>Identifies what the line is about when the sentence does not; never shown.</summary>
    public string About { get; init; } = "";

    public IReadOnlyList<CheckLink> Links { get; init; } = [];

    /// <summary>Where it can be corrected: an address, or, beginning with <c>#</c>, a field
    /// of the editor. Empty when it has no one place.</summary>
    public string Place { get; init; } = "";

    /// <summary>The line of a text whose author cannot be told what is wrong with it: an editor looks at it.</summary>
    internal static CheckLine ForEditor { get; } = new("Check.ForEditor", CheckWeight.Blocks);

    /// <summary>Identifies this warning, so that a confirmation applies only to what was seen.</summary>
    public string Signature => $"{Key}({string.Join(',', Arguments)}){About}";
}

/// <summary>The input of a check: an entry's text and facts as they would be published.</summary>
/// <param name="EntryId">The entry; empty while it is new.</param>
/// <param name="ItemId">The item described; empty while it is new.</param>
/// <param name="FactsJson">The facts, as a revision stores them.</param>
/// <param name="By">Who is told the result.</param>
public sealed record CheckedText(
    Guid EntryId, Guid ItemId, EntryKind Kind, Language Language, EntryText Text, string FactsJson, Actor By)
{
    /// <summary>False where only what prevents publishing, or has to be confirmed, is
    /// asked for: checks of nothing else are left out.</summary>
    public bool WithAdvice { get; init; } = true;

    /// <summary>True for an entry that is created in the same save: nothing in the database refers to it yet.</summary>
    public bool IsNew { get; init; }
}

/// <summary>A check before publishing. Each feature provides its own; the action and the editor run all of them.</summary>
public interface IPublishingCheck
{
    Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken);
}

/// <summary>Finds hidden members in words that readers see at once, not with a text that is published.</summary>
public interface IHiddenNames
{
    /// <summary>Returns true when the words name a member who must not be named, and the actor may not see the roster.</summary>
    Task<bool> AreInAsync(Actor by, string words, CancellationToken cancellationToken);
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

    /// <summary>The warnings that need confirmation, as one string to compare with an earlier confirmation.</summary>
    public static string ToConfirm(IEnumerable<CheckLine> lines) =>
        string.Join('\n', lines.Where(l => l.Weight == CheckWeight.Confirm).Select(l => l.Signature).Order(StringComparer.Ordinal));
}
