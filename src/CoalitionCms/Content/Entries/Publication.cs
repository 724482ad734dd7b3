using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>
/// The public copy of one revision of an entry. Public pages read these rows and nothing else, so a draft cannot leak; withdrawing deletes
/// the row.
/// </summary>
public sealed class Publication : IVerifiedRow
{
    private Publication()
    {
    }

    public Publication(Entry entry, DateTime firstPublishedAt)
    {
        EntryId = entry.Id;
        Kind = entry.Kind;
        ItemId = entry.ItemId;
        Language = entry.Language;
        IsOriginal = entry.IsOriginal;
        FirstPublishedAt = firstPublishedAt;
    }

    public Guid EntryId { get; private set; }
    public Guid RevisionId { get; private set; }

    /// <summary>Hash of that revision, which makes later tampering detectable.</summary>
    public string RevisionHash { get; private set; } = "";

    public EntryKind Kind { get; private set; }
    public Guid ItemId { get; private set; }
    public string Language { get; private set; } = "";

    /// <summary>True for the entry that is listed in languages without a translation.</summary>
    public bool IsOriginal { get; private set; }

    /// <summary>Slug, unique within kind and language.</summary>
    public string Slug { get; private set; } = "";

    public string Title { get; private set; } = "";
    public string Summary { get; private set; } = "";
    public string Body { get; private set; } = "";

    /// <summary>Lists are sorted by this instant, newest first: publication for most kinds, the start for events.</summary>
    public DateTime SortAt { get; private set; }

    /// <summary>The day shown to readers, in the site's time zone (for events, in the event's).</summary>
    public DateOnly ShownOn { get; private set; }

    public int Year { get; private set; }
    public DateTime FirstPublishedAt { get; private set; }
    public DateTime UpdatedAt { get; private set; }
    public List<PublicationTag> Tags { get; private set; } = [];

    internal void Show(TextRevision revision, DateTime sortAt, DateOnly shownOn, DateTime nowUtc)
    {
        RevisionId = revision.Id;
        RevisionHash = revision.Hash;
        Slug = revision.Slug;
        Title = revision.Title;
        Summary = revision.Summary;
        Body = revision.Body;
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

        Resort(sortAt, shownOn);
    }

    internal void MakeOriginal(bool isOriginal) => IsOriginal = isOriginal;

    internal void Resort(DateTime sortAt, DateOnly shownOn)
    {
        (SortAt, ShownOn, Year) = (sortAt, shownOn, shownOn.Year);
        foreach (var tag in Tags)
        {
            tag.SortAt = sortAt;
        }
    }
}

public sealed class PublicationTag
{
    public Guid EntryId { get; init; }
    public required string Slug { get; init; }
    public required string Word { get; set; }

    /// <summary>That of the publication, so that the list of a tag is read in its order and not sorted.</summary>
    public DateTime SortAt { get; set; }
}

/// <summary>
/// A former address, here or at the site that the texts were moved from; readers who follow it are redirected. It leads to an entry, or
/// where there is none to a page of this site, such as the list of a tag.
/// </summary>
internal sealed class OldPath : IAudited
{
    /// <summary>Longest path that is kept, in UTF-16 units.</summary>
    public const int MaxPath = 400;

    /// <summary>As the page cache spells it: decoded, in lower case, without a slash at
    /// its end; with the query where that names the page.</summary>
    public required string Path { get; init; }

    public Guid? EntryId { get; init; }

    /// <summary>A path of this site; empty where the path leads to an entry.</summary>
    public string Target { get; init; } = "";

    /// <summary>The path of an entry, decoded whatever a reader typed as its last part.</summary>
    public static string Of(EntryKind kind, string language, string slug) =>
        Uri.UnescapeDataString(SiteUrls.Entry(kind, Domain.Language.Find(language)!, slug));
}
