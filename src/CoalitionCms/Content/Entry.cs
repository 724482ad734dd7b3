using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>One publishable text in one language: its thread of revisions. What is
/// public of it stands in <see cref="Publication"/>.</summary>
public sealed class Entry : IAudited
{
    private Entry()
    {
    }

    public Entry(Guid id, EntryKind kind, Guid itemId, Language language, bool isOriginal, Guid? createdBy, DateTime nowUtc)
    {
        Id = id;
        Kind = kind;
        ItemId = itemId;
        Language = language.Code;
        IsOriginal = isOriginal;
        CreatedBy = createdBy;
        CreatedAt = UpdatedAt = nowUtc;
    }

    public Guid Id { get; private set; }
    public EntryKind Kind { get; private set; }

    /// <summary>The thing described; its facts are shared by the entries of all languages.</summary>
    public Guid ItemId { get; private set; }

    public string Language { get; private set; } = "";

    /// <summary>True for the language that the thing was first written in; readers without a translation are shown this one.</summary>
    public bool IsOriginal { get; private set; }

    /// <summary>Counts saves; a form that was opened on an older number is refused.</summary>
    public long Version { get; private set; }

    public Guid? LatestRevisionId { get; private set; }

    /// <summary>Title of the newest revision, for admin lists.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Slug of the newest revision, so that two drafts do not claim one address.</summary>
    public string Slug { get; private set; } = "";

    public Guid? CreatedBy { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime UpdatedAt { get; private set; }

    /// <summary>When it was taken back from the public, if it was.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    public DateTime? TrashedAt { get; private set; }

    /// <summary>The revision that waits for another person's eyes, if one does. An edit
    /// makes a newer revision, which does not wait.</summary>
    public Guid? SubmittedRevisionId { get; private set; }

    public long SubmittedFactsNumber { get; private set; }
    public DateTime? ScheduledAt { get; private set; }

    /// <summary>The revision that it is to publish; later saves do not change it.</summary>
    public Guid? ScheduledRevisionId { get; private set; }

    /// <summary>The facts that are to become public with it, unless newer ones are public by then.</summary>
    public long ScheduledFactsNumber { get; private set; }

    public Guid? ScheduledBy { get; private set; }

    /// <summary>The warnings that were confirmed when it was scheduled, by <see
    /// cref="CheckLine.Signature"/>; others stop the scheduler.</summary>
    public string ScheduledDespite { get; private set; } = "";

    /// <summary>Says that it is in another language after all; only before it was ever public.</summary>
    internal void SpeakIn(Language language) => Language = language.Code;

    internal void Save(TextRevision revision)
    {
        Version++;
        LatestRevisionId = revision.Id;
        Title = revision.Title;
        Slug = revision.Slug;
        UpdatedAt = revision.SavedAt;
    }

    internal void Publish(TextRevision revision)
    {
        WithdrawnAt = null;
        Unschedule();
        if (SubmittedRevisionId == revision.Id)
        {
            SendBack();
        }
    }

    internal void Submit(TextRevision revision, FactsRevision facts) =>
        (SubmittedRevisionId, SubmittedFactsNumber) = (revision.Id, facts.Number);

    internal void SendBack() => (SubmittedRevisionId, SubmittedFactsNumber) = (null, 0);

    internal void Schedule(TextRevision revision, FactsRevision facts, DateTime atUtc, Guid? by, string despite) =>
        (ScheduledAt, ScheduledRevisionId, ScheduledFactsNumber, ScheduledBy, ScheduledDespite) =
        (atUtc, revision.Id, facts.Number, by, despite);

    internal void Unschedule() =>
        (ScheduledAt, ScheduledRevisionId, ScheduledFactsNumber, ScheduledBy, ScheduledDespite) = (null, null, 0, null, "");

    internal void SaveFacts(DateTime nowUtc)
    {
        UpdatedAt = nowUtc;
        SendBack();
    }

    internal void Withdraw(DateTime nowUtc) => WithdrawnAt = nowUtc;

    internal void Trash(DateTime nowUtc)
    {
        TrashedAt = nowUtc;
        SendBack();
        Unschedule();
    }

    internal void Restore() => TrashedAt = null;

    /// <summary>Makes the columns for lists those of its newest revision.</summary>
    internal void Project(TextRevision latest) => (Title, Slug) = (latest.Title, latest.Slug);

    internal void TakeOut(Func<string, string> from) => (Title, Slug) = (from(Title), from(Slug));

    internal void MakeOriginal(bool isOriginal) => IsOriginal = isOriginal;
}
