using CoalitionCms.Data.Audit;

namespace CoalitionCms.Content;

/// <summary>What was done about a revision on its way to readers.</summary>
public enum ReviewStepKind
{
    Submitted,

    Commented,

    /// <summary>Somebody who wrote nothing of it found it fit to be public.</summary>
    Approved,

    SentBack,

    /// <summary>The scheduler could not publish it; the text names the reason.</summary>
    NotPublished,
}

/// <summary>A step of the review of one text and the facts that go with it. An approval holds for
/// both hashes and nothing else: any edit makes another hash.</summary>
public sealed class ReviewStep : IAudited
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

    /// <summary>What was said; for <see cref="ReviewStepKind.NotPublished"/> the resource key of the reason.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Who did it; null for the program.</summary>
    public Guid? By { get; private set; }

    public DateTime At { get; private set; }

    internal void TakeOut(Func<string, string> from) => Text = from(Text);
}

/// <summary>Somebody has an entry open. Forgotten after a day; no part of the record.</summary>
public sealed class EditPresence
{
    public Guid EntryId { get; init; }
    public Guid AccountId { get; init; }
    public DateTime SeenAt { get; set; }
}
