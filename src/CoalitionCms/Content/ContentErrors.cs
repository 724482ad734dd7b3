using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>Errors of saving, publishing and moving entries.</summary>
internal static class ContentErrors
{
    /// <summary>The actor's role does not allow the action.</summary>
    public static Error NotAllowed { get; } = new("Publishing.NotAllowed");

    /// <summary>The entry does not exist, or the actor may not access it.</summary>
    public static Error NoSuchEntry { get; } = new("Publishing.NoSuchEntry");

    /// <summary>Somebody saved a newer version since the form was opened.</summary>
    public static Error Stale { get; } = new("Publishing.Stale");

    /// <summary>Somebody else changed the same facts, to other values, since the form was opened.</summary>
    public static Error FactsClash { get; } = new("Publishing.FactsClash");

    /// <summary>Facts would become public that the editor has not yet seen in the list.</summary>
    public static Error FactsToSee { get; } = new("Publishing.FactsToSee");

    public static Error TitleMissing { get; } = new("Publishing.TitleMissing", nameof(EntryText.Title));
    public static Error BodyMissing { get; } = new("Publishing.BodyMissing", nameof(EntryText.Body));
    public static Error InTrash { get; } = new("Publishing.InTrash");

    /// <summary>A public entry must be unpublished before it goes to the trash.</summary>
    public static Error StillPublic { get; } = new("Publishing.StillPublic");

    /// <summary>The item already has an entry in this language.</summary>
    public static Error LanguageTaken { get; } = new("Publishing.LanguageTaken", "Language");

    /// <summary>Another entry of this kind and language has the same address.</summary>
    public static Error SlugTaken(string suggestion) => new("Publishing.SlugTaken", nameof(EntryText.Slug), suggestion);

    public static Error TooLong(string field, int length, int most) => new("Publishing.TooLong", field, length, most);

    /// <summary>The body nests or repeats markup so often that it cannot be shown with its formatting.</summary>
    public static Error TooComplex { get; } = new("Publishing.TooComplex", nameof(EntryText.Body));

    public static Error TooManyTags { get; } = new("Publishing.TooManyTags", nameof(EntryText.Tags), EntryText.MaxTags);

    /// <summary>The slug is not valid.</summary>
    public static Error Slug(SlugProblem problem, string suggestion) =>
        new("Publishing.Slug." + problem, nameof(EntryText.Slug), suggestion);

    /// <summary>A warning of the checklist must be confirmed first.</summary>
    public static Error ConfirmFirst { get; } = new("Publishing.ConfirmFirst", "Despite");

    /// <summary>The four-eyes rule is enabled, and nobody else has approved this revision.</summary>
    public static Error NotApproved { get; } = new("Publishing.NotApproved");

    public static Error OwnText { get; } = new("Publishing.OwnText");
    public static Error ApproverTied { get; } = new("Publishing.ApproverTied");

    /// <summary>The revision to approve was not submitted for review.</summary>
    public static Error NotSubmitted { get; } = new("Publishing.NotSubmitted");

    public static Error SubmittedAlready { get; } = new("Publishing.SubmittedAlready");

    /// <summary>A comment, or a reason for sending back, is required.</summary>
    public static Error ReviewTextMissing { get; } = new("Publishing.ReviewTextMissing", "Text");

    /// <summary>The text changed after the reviewer opened the page.</summary>
    public static Error ChangedSinceSeen { get; } = new("Publishing.ChangedSinceSeen");

    /// <summary>The remark does not exist, or the actor may not access it.</summary>
    public static Error NoSuchRemark { get; } = new("Remarks.NoSuch");

    public static Error RemarkMissing { get; } = new("Remarks.TextMissing", "Text");
    public static Error QuoteMissing { get; } = new("Remarks.QuoteMissing", "Quote");

    /// <summary>The newest saved text does not have the passage.</summary>
    public static Error QuoteUnknown { get; } = new("Remarks.QuoteUnknown", "Quote");

    public static Error TooManyRemarks { get; } = new("Remarks.TooMany", "", Remark.MostOpen);

    public static Error EmergencyReason { get; } =
        new("Publishing.EmergencyReason", "Reason", Actions.PublishEntry.ShortestReason, EntryText.MaxNote);

    /// <summary>Day or time of the schedule is missing or unreadable.</summary>
    public static Error ScheduleIncomplete { get; } = new("Publishing.ScheduleIncomplete", "ScheduleOn");

    public static Error ScheduleZone { get; } = new("Publishing.ScheduleZone", "ScheduleZone");
    public static Error ScheduleSkipped { get; } = new("Publishing.ScheduleSkipped", "ScheduleAt");
    public static Error SchedulePast { get; } = new("Publishing.SchedulePast", "ScheduleOn");

    /// <summary>The time is too far in the future to be intended.</summary>
    public static Error ScheduleFar { get; } = new("Publishing.ScheduleFar", "ScheduleOn");

    /// <summary>All errors in the text of an entry; for an autosave only those that prevent storing it.</summary>
    public static IEnumerable<Error> Check(EntryText text, EntryKind kind, bool isAutosave)
    {
        if (text.Title.Length == 0 && !isAutosave)
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

        if (isAutosave)
        {
            yield break;
        }

        if (text.Body.Length <= EntryText.MaxBody && MarkdownText.IsTooComplex(text.Body))
        {
            yield return TooComplex;
        }

        if (text.Tags.Count > EntryText.MaxTags)
        {
            yield return TooManyTags;
        }

        if (text.Tags.FirstOrDefault(t => t.Length > Domain.Slug.MaxLength || Domain.Slug.From(t).Length == 0) is { } tag)
        {
            yield return new("Publishing.TagUnusable", nameof(EntryText.Tags), tag);
        }

        if (text.Title.Length > 0 && Domain.Slug.Check(text.Slug, kind) is { } problem)
        {
            yield return Slug(problem, Domain.Slug.From(text.Slug));
        }
    }
}
