using System.Globalization;
using CoalitionCms.Domain;

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

    /// <summary>Takes the text that a translation begins with; what is typed already stays.</summary>
    internal void Begin(EntryText text)
    {
        (Title, Slug) = string.IsNullOrWhiteSpace(Title) ? (text.Title, text.Slug) : (Title, Slug);
        Summary = string.IsNullOrWhiteSpace(Summary) ? text.Summary : Summary;
        Body = text.Body;
        Tags = string.IsNullOrWhiteSpace(Tags) ? string.Join('、', text.Tags) : Tags;
    }

    /// <summary>The places where a form is to be chosen, with what stands around them; those of the title first.</summary>
    internal IReadOnlyList<DoubtfulForm> Doubts() =>
        [.. Parts.SelectMany((text, part) => TraditionalText.Places(text).Select(p => DoubtfulForm.Of(text, part, p)))];

    /// <summary>
    /// Puts a form in place of a mark: <c>part:start:form</c>, or <c>all</c> for the first form everywhere. A name is chosen once for the
    /// whole text.
    /// </summary>
    internal void Choose(string choice)
    {
        var numbers = choice.Split(':').Select(n => int.TryParse(n, out var number) ? number : -1).ToList();
        var (part, start, form) = numbers is [>= 0 and <= 2, var s, >= 0 and var f] ? (numbers[0], s, f) : (0, -1, 0);
        var place = TraditionalText.Places(Parts[part]).FirstOrDefault(d => d.Start == start && form < d.Forms.Count);
        if (place is null && choice != "all")
        {
            return;
        }

        var mark = place is { Forms: [{ Length: > 1 }, ..] } ? Parts[part].Substring(place.Start, place.Length) : null;
        (Title, Summary, Body) = (Write(0), Write(1), Write(2));

        string Write(int at)
        {
            var text = Parts[at];
            foreach (var doubt in TraditionalText.Places(text).Reverse())
            {
                var isMeant = place is null || (mark is null
                    ? at == part && doubt.Start == start
                    : text.AsSpan(doubt.Start, doubt.Length).SequenceEqual(mark));
                text = isMeant ? text.Remove(doubt.Start, doubt.Length).Insert(doubt.Start, doubt.Forms[place is null ? 0 : form]) : text;
            }

            return text;
        }
    }

    private string[] Parts => [Title ?? "", Summary ?? "", (Body ?? "").ReplaceLineEndings("\n")];

    /// <summary>The schedule as typed; day or time is null where it cannot be parsed.</summary>
    public (DateOnly? On, TimeOnly? At) ReadSchedule() => (
        DateOnly.TryParseExact(ScheduleOn?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on : null,
        TimeOnly.TryParseExact(ScheduleAt?.Trim(), ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
        out var at) ? at : null);

    /// <summary>Fills the schedule's fields with an instant, in the time zone in which it was typed.</summary>
    public void ShowSchedule(DateTime atUtc, string zone, TimeZoneInfo otherwise)
    {
        var typed = CivilZone.IsKnown(zone) ? TimeZoneInfo.FindSystemTimeZoneById(zone) : otherwise;
        var local = TimeZoneInfo.ConvertTimeFromUtc(atUtc, typed);
        (ScheduleOn, ScheduleAt, ScheduleZone) =
            (local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), local.ToString("HH:mm", CultureInfo.InvariantCulture), typed.Id);
    }
}

/// <summary>A place where a form is to be chosen.</summary>
/// <param name="Before">What stands before it.</param>
/// <param name="Button">Value of the button of the first form, without the number of the form.</param>
internal sealed record DoubtfulForm(string Before, string After, IReadOnlyList<string> Forms, string Button)
{
    private const int Around = 8;
    private const int Window = 120;

    public static DoubtfulForm Of(string text, int part, DoubtfulPlace place)
    {
        var end = place.Start + place.Length;
        var before = Line(Plain(text[Math.Max(0, place.Start - Window)..place.Start]), last: true);
        var after = Line(Plain(text[end..Math.Min(text.Length, end + Window)]), last: false);
        return new(before[Math.Max(0, before.Length - Around)..], after[..Math.Min(after.Length, Around)], place.Forms,
            string.Create(CultureInfo.InvariantCulture, $"form:{part}:{place.Start}:"));

        // Other marks nearby are shown by their first form.
        static string Plain(string around) => TraditionalText.Places(around).Reverse()
            .Aggregate(around, (words, p) => words.Remove(p.Start, p.Length).Insert(p.Start, p.Forms[0]));

        static string Line(string around, bool last) => around.Split('\n') is var lines ? lines[last ? ^1 : 0] : "";
    }
}
