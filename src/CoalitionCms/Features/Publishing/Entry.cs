using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Publishing;

/// <summary>Where an entry stands, for lists. Derived from what exists, never set.</summary>
public enum EntryState
{
    /// <summary>Never published, or published and withdrawn, with text to work on.</summary>
    Draft,

    /// <summary>Public as last saved.</summary>
    Published,

    /// <summary>Public, with a newer revision that is not.</summary>
    PublishedWithChanges,

    /// <summary>Was public and is not any more.</summary>
    Withdrawn,

    /// <summary>In the trash; can be restored.</summary>
    Trashed,
}

/// <summary>One publishable text in one language: its thread of revisions. What is public of it stands in <see cref="Publication"/>.</summary>
public sealed class Entry : IAudited
{
    private Entry()
    {
    }

    /// <summary>A new entry without a revision yet.</summary>
    public Entry(Guid id, EntryKind kind, Guid subjectId, Language language, bool isOriginal, Guid? createdBy, DateTime nowUtc)
    {
        Id = id;
        Kind = kind;
        SubjectId = subjectId;
        Language = language.Code;
        IsOriginal = isOriginal;
        CreatedBy = createdBy;
        CreatedAt = UpdatedAt = nowUtc;
    }

    /// <summary>Id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Kind of the thing described.</summary>
    public EntryKind Kind { get; private set; }

    /// <summary>The thing described; its facts are shared by the entries of all languages.</summary>
    public Guid SubjectId { get; private set; }

    /// <summary>Language code.</summary>
    public string Language { get; private set; } = "";

    /// <summary>True for the language that the thing was first written in; readers without a translation are shown this one.</summary>
    public bool IsOriginal { get; private set; }

    /// <summary>Counts saves; a form that was opened on an older number is refused.</summary>
    public long Version { get; private set; }

    /// <summary>The newest revision.</summary>
    public Guid? LatestRevisionId { get; private set; }

    /// <summary>Title of the newest revision, for admin lists.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Slug of the newest revision, so that two drafts do not claim one address.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>Who began it.</summary>
    public Guid? CreatedBy { get; private set; }

    /// <summary>When it was begun.</summary>
    public DateTime CreatedAt { get; private set; }

    /// <summary>When it was last saved.</summary>
    public DateTime UpdatedAt { get; private set; }

    /// <summary>When it was taken back from the public, if it was.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    /// <summary>When it was put into the trash, if it was.</summary>
    public DateTime? TrashedAt { get; private set; }

    /// <summary>State by what exists; <paramref name="publishedRevisionId"/> from the entry's publication, if any.</summary>
    public static EntryState StateOf(Guid? latestRevisionId, Guid? publishedRevisionId, DateTime? withdrawnAt, DateTime? trashedAt) => trashedAt is not null
        ? EntryState.Trashed
        : publishedRevisionId is not null
            ? publishedRevisionId == latestRevisionId ? EntryState.Published : EntryState.PublishedWithChanges
            : withdrawnAt is not null ? EntryState.Withdrawn : EntryState.Draft;

    internal void Save(Revision revision)
    {
        Version++;
        LatestRevisionId = revision.Id;
        Title = revision.Title;
        Slug = revision.Slug;
        UpdatedAt = revision.SavedAt;
    }

    internal void Publish() => WithdrawnAt = null;

    internal void Withdraw(DateTime nowUtc) => WithdrawnAt = nowUtc;

    internal void Trash(DateTime nowUtc) => TrashedAt = nowUtc;

    internal void Restore() => TrashedAt = null;

    internal void MakeOriginal(bool isOriginal) => IsOriginal = isOriginal;
}
