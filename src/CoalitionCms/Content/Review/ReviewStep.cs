using CoalitionCms.Data.Audit;

namespace CoalitionCms.Content;

/// <summary>The kind of a step in the review of a revision.</summary>
public enum ReviewStepKind
{
    Submitted,

    Commented,

    /// <summary>A person who wrote no part of it approved its publication.</summary>
    Approved,

    SentBack,

    /// <summary>The scheduler could not publish it; the text contains the reason.</summary>
    NotPublished,
}

/// <summary>A step of the review of one text and its facts. An approval applies only to both hashes: any edit changes the hash.</summary>
internal sealed class ReviewStep : IVerifiedRow
{
    private ReviewStep()
    {
    }

    public ReviewStep(Guid id, TextRevision revision, FactsRevision facts, ReviewStepKind kind, string text, Guid? by, DateTime nowUtc)
    {
        (Id, EntryId, RevisionId, RevisionNumber, RevisionHash) = (id, revision.EntryId, revision.Id, revision.Number, revision.Hash);
        (FactsNumber, FactsHash, Kind, Text, By, At) = (facts.Number, facts.Hash, kind, text, by, nowUtc);
    }

    public Guid Id { get; private set; }
    public Guid EntryId { get; private set; }
    public Guid RevisionId { get; private set; }
    public long RevisionNumber { get; private set; }
    public string RevisionHash { get; private set; } = "";
    public long FactsNumber { get; private set; }
    public string FactsHash { get; private set; } = "";
    public ReviewStepKind Kind { get; private set; }

    /// <summary>The comment; for <see cref="ReviewStepKind.NotPublished"/> the resource key of the reason.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The account that did it; null for the program.</summary>
    public Guid? By { get; private set; }

    public DateTime At { get; private set; }

    internal void TakeOut(Func<string, string> from) => Text = from(Text);
}

/// <summary>Records that somebody has an entry open. Deleted after a day; not part of the audit log.</summary>
internal sealed class EditPresence
{
    public Guid EntryId { get; init; }
    public Guid AccountId { get; init; }
    public DateTime SeenAt { get; set; }
}
