using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>One publishable text in one language, with its revisions. Its public copy is a <see cref="Publication"/>.</summary>
public sealed class Entry : IVerifiedRow
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

    /// <summary>The item described; its facts are shared by the entries of all languages.</summary>
    public Guid ItemId { get; private set; }

    public string Language { get; private set; } = "";

    /// <summary>
    /// True for the language in which the item was first written; it is shown to readers for whom there is no translation.
    /// </summary>
    public bool IsOriginal { get; private set; }

    /// <summary>Counts saves; a form that was opened on an older version is refused.</summary>
    public long Version { get; private set; }

    public Guid? LatestRevisionId { get; private set; }

    /// <summary>Title of the newest revision, for admin lists.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The title as search reads it, and the spellings of a person's name, for filters of admin lists.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Slug of the newest revision, so that two drafts cannot use the same address.</summary>
    public string Slug { get; private set; } = "";

    public Guid? CreatedBy { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime UpdatedAt { get; private set; }

    /// <summary>When it was withdrawn; null if it was not.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    public DateTime? TrashedAt { get; private set; }

    /// <summary>
    /// The revision that is submitted for review; null if none is. An edit creates a newer revision, which is not submitted.
    /// </summary>
    public Guid? SubmittedRevisionId { get; private set; }

    public long SubmittedFactsNumber { get; private set; }
    public DateTime? ScheduledAt { get; private set; }

    /// <summary>The IANA time zone in which that time was typed; empty without one.</summary>
    public string ScheduledZone { get; private set; } = "";

    /// <summary>The revision to be published; later saves do not change it.</summary>
    public Guid? ScheduledRevisionId { get; private set; }

    /// <summary>The facts to be published with it, unless newer ones are public by then.</summary>
    public long ScheduledFactsNumber { get; private set; }

    public Guid? ScheduledBy { get; private set; }

    /// <summary>
    /// The warnings that were confirmed when it was scheduled, by <see cref="CheckLine.Signature"/>; any other warning stops the scheduler.
    /// </summary>
    public string ScheduledDespite { get; private set; } = "";

    /// <summary>Changes the language; allowed only before the entry was ever public.</summary>
    internal void ChangeLanguage(Language language) => Language = language.Code;

    internal void Save(TextRevision revision)
    {
        Version++;
        LatestRevisionId = revision.Id;
        Project(revision);
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

    internal void Schedule(TextRevision revision, FactsRevision facts, DateTime atUtc, string zone, Guid? by, string despite) =>
        (ScheduledAt, ScheduledZone, ScheduledRevisionId, ScheduledFactsNumber, ScheduledBy, ScheduledDespite) =
        (atUtc, zone, revision.Id, facts.Number, by, despite);

    internal void Unschedule() =>
        (ScheduledAt, ScheduledZone, ScheduledRevisionId, ScheduledFactsNumber, ScheduledBy, ScheduledDespite) =
        (null, "", null, 0, null, "");

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

    /// <summary>Sets the columns for lists from the newest revision.</summary>
    internal void Project(TextRevision latest) => Project(latest.Title, latest.Slug);

    internal void TakeOut(Func<string, string> from) => Project(from(Title), from(Slug));

    internal void MakeOriginal(bool isOriginal) => IsOriginal = isOriginal;

    internal static string WordsOf(EntryKind kind, string title) =>
        SearchText.Index(kind == EntryKind.Person ? NameSpellings.Of(title) : [title]);

    private void Project(string title, string slug) => (Title, Slug, Words) = (title, slug, WordsOf(Kind, title));
}
