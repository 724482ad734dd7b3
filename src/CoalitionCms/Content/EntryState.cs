namespace CoalitionCms.Content;

/// <summary>Where an entry stands, for lists. Derived from what exists, never set. README.md of this folder has the picture.</summary>
public enum EntryState
{
    /// <summary>Never published, with text to work on.</summary>
    Draft,

    /// <summary>Its newest revision waits for another person's eyes.</summary>
    InReview,

    /// <summary>A revision of it will be published at a set time.</summary>
    Scheduled,

    Published,

    /// <summary>Public, with a newer revision that is not.</summary>
    PublishedWithChanges,

    /// <summary>Was public and is not any more.</summary>
    Withdrawn,

    /// <summary>In the trash; can be restored until it is purged.</summary>
    Trashed,
}

/// <summary>All that an entry's state follows from.</summary>
/// <param name="Latest">Its newest revision.</param>
/// <param name="Published">The revision that is public, if one is.</param>
/// <param name="Submitted">The revision that was handed in for review, if one was.</param>
/// <param name="WithdrawnAt">When it was taken back.</param>
/// <param name="HasPendingFacts">True when facts of its item wait to become public.</param>
public readonly record struct EntryStanding(Guid? Latest, Guid? Published, Guid? Submitted, DateTime? ScheduledAt, DateTime? WithdrawnAt,
    DateTime? TrashedAt, bool HasPendingFacts = false)
{
    public EntryState State => this switch
    {
        { TrashedAt: not null } => EntryState.Trashed,
        { ScheduledAt: not null } => EntryState.Scheduled,
        { Submitted: { } submitted } when submitted == Latest => EntryState.InReview,
        { Published: { } published } => published == Latest && !HasPendingFacts ? EntryState.Published : EntryState.PublishedWithChanges,
        { WithdrawnAt: not null } => EntryState.Withdrawn,
        _ => EntryState.Draft,
    };
}
