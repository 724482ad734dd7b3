using CoalitionCms.Operations.Audit;

namespace CoalitionCms.Content;

/// <summary>What was done about a revision on its way to readers.</summary>
public enum ReviewStepKind
{
    /// <summary>Its author asked for another person's eyes.</summary>
    Submitted,

    /// <summary>Somebody said something about it.</summary>
    Commented,

    /// <summary>Somebody who wrote nothing of it found it fit to be public.</summary>
    Approved,

    /// <summary>Somebody asked for changes.</summary>
    SentBack,

    /// <summary>The scheduler could not publish it; the text names the reason.</summary>
    NotPublished,
}

/// <summary>A step of the review of one text and the facts that go with it. An approval holds for both hashes and nothing else: any edit makes another hash.</summary>
public sealed class ReviewStep : IAudited
{
    private ReviewStep()
    {
    }

    /// <summary>A step about a revision.</summary>
    public ReviewStep(Guid id, TextRevision revision, FactsRevision facts, ReviewStepKind kind, string text, Guid? by, DateTime nowUtc)
    {
        (Id, EntryId, RevisionId, RevisionNumber, RevisionHash) = (id, revision.EntryId, revision.Id, revision.Number, revision.Hash);
        (FactsNumber, FactsHash, Kind, Text, By, At) = (facts.Number, facts.Hash, kind, text, by, nowUtc);
    }

    /// <summary>Id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The entry.</summary>
    public Guid EntryId { get; private set; }

    /// <summary>The revision that it is about.</summary>
    public Guid RevisionId { get; private set; }

    /// <summary>Number of that revision.</summary>
    public long RevisionNumber { get; private set; }

    /// <summary>Its hash at the time.</summary>
    public string RevisionHash { get; private set; } = "";

    /// <summary>The facts that were to become public with it.</summary>
    public long FactsNumber { get; private set; }

    /// <summary>Their hash at the time.</summary>
    public string FactsHash { get; private set; } = "";

    /// <summary>What was done.</summary>
    public ReviewStepKind Kind { get; private set; }

    /// <summary>What was said; for <see cref="ReviewStepKind.NotPublished"/> the resource key of the reason.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Who did it; null for the program.</summary>
    public Guid? By { get; private set; }

    /// <summary>When.</summary>
    public DateTime At { get; private set; }

    internal void TakeOut(Func<string, string> from) => Text = from(Text);
}

/// <summary>Somebody has an entry open. Forgotten after a day; no part of the record.</summary>
public sealed class EditPresence
{
    /// <summary>The entry.</summary>
    public Guid EntryId { get; init; }

    /// <summary>Who.</summary>
    public Guid AccountId { get; init; }

    /// <summary>When their editor last said so.</summary>
    public DateTime SeenAt { get; set; }
}
