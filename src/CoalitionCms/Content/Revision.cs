using CoalitionCms.Operations.Audit;
using CoalitionCms.Integrity;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>The words of one entry as typed.</summary>
/// <param name="Title">One line, 1–200 characters.</param>
/// <param name="Slug">Last part of the address; made from the title when empty.</param>
/// <param name="Summary">One paragraph for lists and feeds, up to 500 characters; may be empty.</param>
/// <param name="Body">Markdown, up to <see cref="MaxBody"/> characters.</param>
/// <param name="Tags">Up to 12 words or phrases.</param>
public sealed record EntryText(string Title, string Slug, string Summary, string Body, IReadOnlyList<string> Tags)
{
    /// <summary>Longest title.</summary>
    public const int MaxTitle = 200;

    /// <summary>Longest summary.</summary>
    public const int MaxSummary = 500;

    /// <summary>Longest body: about 80,000 words.</summary>
    public const int MaxBody = 500_000;

    /// <summary>Most tags.</summary>
    public const int MaxTags = 12;

    /// <summary>Longest note about a change or a review.</summary>
    public const int MaxNote = 500;

    /// <summary>True when both say the same.</summary>
    public bool Matches(EntryText other) =>
        Title == other.Title && Slug == other.Slug && Summary == other.Summary && Body == other.Body && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal);

    /// <summary>The same with a slug that the database has room for; the form keeps the longer one.</summary>
    public EntryText WithRoomForSlug() => Slug.Length > Domain.Slug.MaxLength ? this with { Slug = Domain.Slug.From(Slug) } : this;

    /// <summary>The same with line ends, spaces and invisible characters made clean, and a slug.</summary>
    public EntryText Clean()
    {
        var title = CleanText.Line(Title);
        var slug = CleanText.Line(Slug);
        return new(
            title,
            slug.Length == 0 ? Domain.Slug.From(title) : slug,
            CleanText.Line(Summary),
            CleanText.Block(Body),
            [.. Tags.Select(CleanText.Line).Where(t => t.Length > 0).DistinctBy(Domain.Slug.From, StringComparer.Ordinal)]);
    }
}

/// <summary>Why a revision came to be.</summary>
public enum RevisionReason
{
    /// <summary>Somebody pressed save.</summary>
    Saved,

    /// <summary>The editor saved by itself while somebody wrote.</summary>
    Autosaved,

    /// <summary>An older revision was taken up again.</summary>
    Restored,

    /// <summary>Two people's texts were put together.</summary>
    Merged,
}

/// <summary>
/// A save: the words, and the facts as they stood in the form. Changed by one thing alone: while its author writes on, within
/// <see cref="AutosaveWindow"/> of its beginning and before anything refers to it, their next save takes its place.
/// </summary>
public sealed class Revision : IAudited
{
    private Revision()
    {
    }

    /// <summary>The <paramref name="number"/>th save of an entry.</summary>
    public Revision(Guid id, Entry entry, long number, EntryText text, string facts, long factsVersion, bool changesFacts, Guid? savedBy, DateTime nowUtc)
    {
        Id = id;
        EntryId = entry.Id;
        SavedBy = savedBy;
        BegunAt = nowUtc;
        Write(entry, number, text, facts, factsVersion, changesFacts, nowUtc);
    }

    /// <summary>How long one autosaved revision takes up what its author goes on writing.</summary>
    public static readonly TimeSpan AutosaveWindow = TimeSpan.FromMinutes(10);
    /// <summary>Id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The entry it is a save of.</summary>
    public Guid EntryId { get; private set; }

    /// <summary>Counts from 1 within the entry.</summary>
    public long Number { get; private set; }

    /// <summary>Title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Slug.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>Summary.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Markdown.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Tags, one a line.</summary>
    public string Tags { get; private set; } = "";

    /// <summary>The facts of the form as JSON, by the kind's own record.</summary>
    public string Facts { get; private set; } = "{}";

    /// <summary>Version of the subject's facts that the form was opened on.</summary>
    public long FactsVersion { get; private set; }

    /// <summary>True when this save changes facts, and not words alone.</summary>
    public bool ChangesFacts { get; private set; }

    /// <summary>Who saved.</summary>
    public Guid? SavedBy { get; private set; }

    /// <summary>When it was last written.</summary>
    public DateTime SavedAt { get; private set; }

    /// <summary>When it was first written.</summary>
    public DateTime BegunAt { get; private set; }

    /// <summary>Why it came to be.</summary>
    public RevisionReason Reason { get; private set; }

    /// <summary>What its author says about the change; may be empty.</summary>
    public string Note { get; private set; } = "";

    /// <summary>Binds words and facts; approvals and publications name it.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Says why it came to be.</summary>
    internal Revision Because(RevisionReason reason, string note)
    {
        (Reason, Note) = (reason, note);
        return this;
    }

    /// <summary>Takes what its author wrote since.</summary>
    internal void Write(Entry entry, long number, EntryText text, string facts, long factsVersion, bool changesFacts, DateTime nowUtc)
    {
        Number = number;
        Title = text.Title;
        Slug = text.Slug;
        Summary = text.Summary;
        Body = text.Body;
        Tags = string.Join('\n', text.Tags);
        Facts = facts;
        FactsVersion = factsVersion;
        ChangesFacts = changesFacts;
        SavedAt = nowUtc;
        Hash = HashOf(entry.Kind, entry.Language);
    }

    /// <summary>Takes words out of a save that no reader sees. It gets another hash by that: what was approved of it is void.</summary>
    internal void TakeOut(Entry entry, Func<string, string> from)
    {
        (Title, Slug, Summary, Body, Tags, Facts, Note) = (from(Title), from(Slug), from(Summary), from(Body), from(Tags), from(Facts), from(Note));
        Hash = HashOf(entry.Kind, entry.Language);
    }

    /// <summary>Keeps its facts as a change of the live ones, which were its own until others became public.</summary>
    internal void HoldFacts(long factsVersion) => (ChangesFacts, FactsVersion) = (true, factsVersion);

    /// <summary>The hash of what it says now, as a revision of such an entry.</summary>
    internal string HashOf(EntryKind kind, string language) => ContentHash.Of(kind.ToString(), language, Title, Slug, Summary, Body, Tags, Facts);

    /// <summary>The words.</summary>
    public EntryText Text => new(Title, Slug, Summary, Body, Tags.Length == 0 ? [] : Tags.Split('\n'));
}
