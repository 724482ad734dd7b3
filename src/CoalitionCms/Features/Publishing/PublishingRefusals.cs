using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Publishing;

/// <summary>Why a save, a publication or a move is refused.</summary>
public static class PublishingRefusals
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Refusal NotAllowed { get; } = new("Publishing.NotAllowed");

    /// <summary>There is no such entry, or not for this actor.</summary>
    public static Refusal NoSuchEntry { get; } = new("Publishing.NoSuchEntry");

    /// <summary>Somebody saved a newer version since the form was opened.</summary>
    public static Refusal Stale { get; } = new("Publishing.Stale");

    /// <summary>The facts were changed by another language's entry since the form was opened.</summary>
    public static Refusal FactsChanged { get; } = new("Publishing.FactsChanged");

    /// <summary>A title is needed.</summary>
    public static Refusal TitleMissing { get; } = new("Publishing.TitleMissing", nameof(EntryText.Title));

    /// <summary>The body is needed to publish.</summary>
    public static Refusal BodyMissing { get; } = new("Publishing.BodyMissing", nameof(EntryText.Body));

    /// <summary>The entry is in the trash.</summary>
    public static Refusal InTrash { get; } = new("Publishing.InTrash");

    /// <summary>A public entry must be unpublished before it goes to the trash.</summary>
    public static Refusal StillPublic { get; } = new("Publishing.StillPublic");

    /// <summary>The subject has an entry in this language already.</summary>
    public static Refusal LanguageTaken { get; } = new("Publishing.LanguageTaken", "Language");

    /// <summary>Another entry of this kind and language has the address.</summary>
    public static Refusal SlugTaken(string suggestion) => new("Publishing.SlugTaken", nameof(EntryText.Slug), suggestion);

    /// <summary>Longer than allowed.</summary>
    public static Refusal TooLong(string field, int length, int most) => new("Publishing.TooLong", field, length, most);

    /// <summary>More tags than allowed.</summary>
    public static Refusal TooManyTags { get; } = new("Publishing.TooManyTags", nameof(EntryText.Tags), EntryText.MaxTags);

    /// <summary>Not a possible slug.</summary>
    public static Refusal Slug(SlugProblem problem, string suggestion) => new("Publishing.Slug." + problem, nameof(EntryText.Slug), suggestion);

    /// <summary>All that is wrong with the words of an entry.</summary>
    public static IEnumerable<Refusal> Check(EntryText text, EntryKind kind)
    {
        if (text.Title.Length == 0)
        {
            yield return TitleMissing;
        }

        if (text.Title.Length > EntryText.MaxTitle)
        {
            yield return TooLong(nameof(EntryText.Title), text.Title.Length, EntryText.MaxTitle);
        }

        if (text.Summary.Length > EntryText.MaxSummary)
        {
            yield return TooLong(nameof(EntryText.Summary), text.Summary.Length, EntryText.MaxSummary);
        }

        if (text.Body.Length > EntryText.MaxBody)
        {
            yield return TooLong(nameof(EntryText.Body), text.Body.Length, EntryText.MaxBody);
        }

        if (text.Tags.Count > EntryText.MaxTags)
        {
            yield return TooManyTags;
        }

        if (text.Tags.FirstOrDefault(t => t.Length > Kernel.Slug.MaxLength || Kernel.Slug.From(t).Length == 0) is { } tag)
        {
            yield return new("Publishing.TagUnusable", nameof(EntryText.Tags), tag);
        }

        if (text.Title.Length > 0 && Kernel.Slug.Check(text.Slug, kind) is { } problem)
        {
            yield return Slug(problem, Kernel.Slug.From(text.Slug));
        }
    }
}
