using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>
/// What is public of an entry: a copy of one revision. Public pages read these rows and nothing else, so a draft cannot leak; withdrawing deletes the row.
/// </summary>
public sealed class Publication : IAudited
{
    private Publication()
    {
    }

    /// <summary>A first publication; <see cref="Show"/> fills it.</summary>
    public Publication(Entry entry, DateTime firstPublishedAt)
    {
        EntryId = entry.Id;
        Kind = entry.Kind;
        ItemId = entry.ItemId;
        Language = entry.Language;
        IsOriginal = entry.IsOriginal;
        FirstPublishedAt = firstPublishedAt;
    }

    /// <summary>The entry.</summary>
    public Guid EntryId { get; private set; }

    /// <summary>The revision that is public.</summary>
    public Guid RevisionId { get; private set; }

    /// <summary>Hash of that revision, by which later tampering shows.</summary>
    public string RevisionHash { get; private set; } = "";

    /// <summary>Kind.</summary>
    public EntryKind Kind { get; private set; }

    /// <summary>The thing described.</summary>
    public Guid ItemId { get; private set; }

    /// <summary>Language code.</summary>
    public string Language { get; private set; } = "";

    /// <summary>True for the entry that stands in lists of languages without a translation.</summary>
    public bool IsOriginal { get; private set; }

    /// <summary>Slug, unique within kind and language.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>Title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Summary.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Markdown.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Lists are sorted by this instant, newest first: publication for most kinds, the start for events.</summary>
    public DateTime SortAt { get; private set; }

    /// <summary>The day shown to readers, in the site's zone (events: in the event's).</summary>
    public DateOnly ShownOn { get; private set; }

    /// <summary>Year of <see cref="ShownOn"/>, for the archive.</summary>
    public int Year { get; private set; }

    /// <summary>When it was first public.</summary>
    public DateTime FirstPublishedAt { get; private set; }

    /// <summary>When it was last changed in public.</summary>
    public DateTime UpdatedAt { get; private set; }

    /// <summary>Tags.</summary>
    public List<PublicationTag> Tags { get; private set; } = [];

    /// <summary>Copies a revision live.</summary>
    internal void Show(TextRevision revision, DateTime sortAt, DateOnly shownOn, DateTime nowUtc)
    {
        RevisionId = revision.Id;
        RevisionHash = revision.Hash;
        Slug = revision.Slug;
        Title = revision.Title;
        Summary = revision.Summary;
        Body = revision.Body;
        SortAt = sortAt;
        ShownOn = shownOn;
        Year = shownOn.Year;
        UpdatedAt = nowUtc;
        var wanted = revision.Text.Tags.ToDictionary(Domain.Slug.From, StringComparer.Ordinal);
        Tags.RemoveAll(t => !wanted.ContainsKey(t.Slug));
        foreach (var (slug, word) in wanted)
        {
            if (Tags.Find(t => t.Slug == slug) is { } tag)
            {
                tag.Word = word;
            }
            else
            {
                Tags.Add(new PublicationTag { EntryId = EntryId, Slug = slug, Word = word });
            }
        }
    }

    internal void MakeOriginal(bool isOriginal) => IsOriginal = isOriginal;

    internal void Resort(DateTime sortAt, DateOnly shownOn) => (SortAt, ShownOn, Year) = (sortAt, shownOn, shownOn.Year);
}

/// <summary>A tag of a public entry.</summary>
public sealed class PublicationTag
{
    /// <summary>The entry.</summary>
    public Guid EntryId { get; init; }

    /// <summary>Stands in the address.</summary>
    public required string Slug { get; init; }

    /// <summary>As typed.</summary>
    public required string Word { get; set; }
}

/// <summary>An address that an entry once had; readers who follow it are sent on.</summary>
public sealed class OldPath : IAudited
{
    /// <summary>Kind.</summary>
    public EntryKind Kind { get; init; }

    /// <summary>Language code.</summary>
    public required string Language { get; init; }

    /// <summary>The former slug.</summary>
    public required string Slug { get; init; }

    /// <summary>Where it leads now.</summary>
    public Guid EntryId { get; init; }
}
