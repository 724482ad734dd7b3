using System.Globalization;

namespace CoalitionCms.Content;

/// <summary>The words of an entry in a form, and what the form was opened on.</summary>
public sealed class EntryForm
{
    public string? Title { get; set; }
    public string? Slug { get; set; }
    public string? Summary { get; set; }
    public string? Body { get; set; }
    public string? Tags { get; set; }

    /// <summary>What changed, in the author's words.</summary>
    public string? Note { get; set; }

    /// <summary>Language code; chosen once, when an entry is new.</summary>
    public string? Language { get; set; }

    /// <summary>Id for a new entry: a form that is sent twice makes one.</summary>
    public Guid? NewId { get; set; }

    public Guid? ItemId { get; set; }

    /// <summary>Version of the entry that the form was opened on, or that its writer has seen since.</summary>
    public long Version { get; set; }

    /// <summary>Version that the writing began with: what both texts of a conflict have in common.</summary>
    public long Base { get; set; }

    /// <summary>True once two people's texts were put together in the form.</summary>
    public bool Merged { get; set; }

    /// <summary>Number of the facts that the form was opened on, or that its writer has seen since.</summary>
    public long FactsVersion { get; set; }

    /// <summary>The facts that the form was filled with, protected, where they are none
    /// that were saved: after a clash with somebody else's.</summary>
    public string? FactsBefore { get; set; }

    public string? FactsTheirs { get; set; }

    /// <summary>True to leave pending facts out of what becomes public.</summary>
    public bool LeavesFacts { get; set; }

    public string? Despite { get; set; }

    /// <summary>Day to publish on. Text, so that an impossible one comes back with its sentence.</summary>
    public string? ScheduleOn { get; set; }

    public string? ScheduleAt { get; set; }
    public string? ScheduleZone { get; set; }
    public string? PhotoAlt { get; set; }

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

    /// <summary>Takes from the other's text what they alone changed of what both began with,
    /// but for the body; where both did, one's own stays.</summary>
    internal void TakeUnchanged(EntryText? before, OpenEntry theirs)
    {
        var (mine, other) = (ToText().Clean(), Of(theirs));
        Title = mine.Title == before?.Title ? other.Title : Title;
        Slug = mine.Slug == before?.Slug ? other.Slug : Slug;
        Summary = mine.Summary == before?.Summary ? other.Summary : Summary;
        Tags = before is not null && mine.Tags.SequenceEqual(before.Tags, StringComparer.Ordinal) ? other.Tags : Tags;
    }

    /// <summary>The schedule as typed; day or time is null where it cannot be read.</summary>
    public (DateOnly? On, TimeOnly? At) ReadSchedule() => (
        DateOnly.TryParseExact(ScheduleOn?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on : null,
        TimeOnly.TryParseExact(ScheduleAt?.Trim(), ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
        out var at) ? at : null);

    /// <summary>Fills the schedule's fields with an instant, in a zone.</summary>
    public void ShowSchedule(DateTime atUtc, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(atUtc, zone);
        (ScheduleOn, ScheduleAt) =
            (local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), local.ToString("HH:mm", CultureInfo.InvariantCulture));
    }
}
