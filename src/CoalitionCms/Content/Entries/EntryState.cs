namespace CoalitionCms.Content;

/// <summary>The state of an entry, for lists. Derived from existing data, never set. See the diagram in README.md of this folder.</summary>
internal enum EntryState
{
    /// <summary>Never published, with text to edit.</summary>
    Draft,

    /// <summary>Its newest revision waits for review by another person.</summary>
    InReview,

    /// <summary>A revision will be published at a set time.</summary>
    Scheduled,

    Published,

    /// <summary>Public, with a newer revision that is not public.</summary>
    PublishedWithChanges,

    /// <summary>Was public and no longer is.</summary>
    Withdrawn,

    /// <summary>In the trash; can be restored until it is purged.</summary>
    Trashed,
}

/// <summary>The data from which an entry's state is derived.</summary>
/// <param name="Latest">Its newest revision.</param>
/// <param name="Published">The public revision; null if there is none.</param>
/// <param name="Submitted">The revision that was submitted for review; null if there is none.</param>
/// <param name="WithdrawnAt">When it was withdrawn.</param>
/// <param name="HasPendingFacts">True when facts of its item wait to become public.</param>
internal readonly record struct EntryStanding(Guid? Latest, Guid? Published, Guid? Submitted, DateTime? ScheduledAt, DateTime? WithdrawnAt,
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
