using System.Globalization;

namespace CoalitionCms.Content;

/// <summary>The text of an entry in a form, and the versions on which the form was opened.</summary>
internal sealed class EntryForm
{
    public string? Title { get; set; }
    public string? Slug { get; set; }
    public string? Summary { get; set; }
    public string? Body { get; set; }
    public string? Tags { get; set; }

    /// <summary>The author's description of the change.</summary>
    public string? Note { get; set; }

    /// <summary>Language code; chosen once, when an entry is new.</summary>
    public string? Language { get; set; }

    /// <summary>Id for a new entry: a form that is sent twice creates one entry.</summary>
    public Guid? NewId { get; set; }

    public Guid? ItemId { get; set; }

    /// <summary>Version of the entry that the form was opened on, or that its author has seen since.</summary>
    public long Version { get; set; }

    /// <summary>Version on which the editing started: the common base of both texts in a conflict.</summary>
    public long Base { get; set; }

    /// <summary>True once two people's texts were merged in the form.</summary>
    public bool Merged { get; set; }

    /// <summary>Number of the facts revision that the form was opened on, or that its author has seen since.</summary>
    public long FactsVersion { get; set; }

    /// <summary>
    /// The facts that the form was filled with, encrypted, when they are not a saved revision: after a conflict with somebody else's facts.
    /// </summary>
    public string? FactsBefore { get; set; }

    public string? FactsTheirs { get; set; }

    /// <summary>True to exclude pending facts from the publication.</summary>
    public bool LeavesFacts { get; set; }

    public string? Despite { get; set; }

    /// <summary>Day to publish on. A string, so that an invalid day is shown again with an error.</summary>
    public string? ScheduleOn { get; set; }

    public string? ScheduleAt { get; set; }
    public string? ScheduleZone { get; set; }
    public string? PhotoAlt { get; set; }

    /// <summary>The photos of the text, as fields.</summary>
    public List<PhotoForm> Photos { get; set; } = [];

    /// <summary>The photo beside whose description <see cref="CoverAlt"/> stands.</summary>
    public string? CoverOf { get; set; }

    /// <summary>What the cover shows, in the language of the text.</summary>
    public string? CoverAlt { get; set; }

    public static EntryForm Of(OpenEntry open) => new()
    {
        Title = open.Text.Title,
        Slug = open.Text.Slug,
        Summary = open.Text.Summary,
        Body = open.Text.Body,
        Tags = string.Join(open.Language.IsHan ? "、" : ", ", open.Text.Tags),
        Language = open.Language.Code,
        ItemId = open.ItemId,
        Version = open.Version,
        Base = open.Version,
        FactsVersion = open.FactsVersion,
    };

    public EntryText ToText() =>
        new(Title ?? "", Slug ?? "", Summary ?? "", Body ?? "",
        (Tags ?? "").Split([',', '，', '、', ';', '；', '\n', '،'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// Takes from the other text the fields, except the body, that only the other user changed since the common base; where both did, the
    /// form's value is kept.
    /// </summary>
    internal void TakeUnchanged(EntryText? before, OpenEntry theirs)
    {
        var (mine, other) = (ToText().Clean(), Of(theirs));
        Title = mine.Title == before?.Title ? other.Title : Title;
        Slug = mine.Slug == before?.Slug ? other.Slug : Slug;
        Summary = mine.Summary == before?.Summary ? other.Summary : Summary;
        Tags = before is not null && mine.Tags.SequenceEqual(before.Tags, StringComparer.Ordinal) ? other.Tags : Tags;
    }

    /// <summary>The schedule as typed; day or time is null where it cannot be parsed.</summary>
    public (DateOnly? On, TimeOnly? At) ReadSchedule() => (
        DateOnly.TryParseExact(ScheduleOn?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on : null,
        TimeOnly.TryParseExact(ScheduleAt?.Trim(), ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
        out var at) ? at : null);

    /// <summary>Fills the schedule's fields with an instant, in a time zone.</summary>
    public void ShowSchedule(DateTime atUtc, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(atUtc, zone);
        (ScheduleOn, ScheduleAt) =
            (local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), local.ToString("HH:mm", CultureInfo.InvariantCulture));
    }
}
