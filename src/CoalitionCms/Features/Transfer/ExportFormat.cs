using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Transfer;

/// <summary>
/// The files of an export, version 1; <c>docs/operations.md</c> describes them. Everything is in a stable order and on lines of its own, so
/// that one change here is one small difference there.
/// </summary>
internal static class ExportFormat
{
    public const int Version = 1;

    public const string Head = "export.json";
    public const string Settings = "site.json";
    public const string Addresses = "addresses.json";
    public const string Redirects = "redirects.json";
    public const string Audit = "audit.json";

    /// <summary>What only staff may see, sealed by a passphrase as backups are.</summary>
    public const string Private = "private.sealed";

    public const string Item = "item.json";
    public const string Attendance = "attendance.json";
    public const string Content = "content/";
    public const string Media = "media/";

    public static JsonSerializerOptions Json { get; } = new(DomainJson.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static byte[] Write<T>(T value) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, Json) + "\n");

    public static T Read<T>(byte[] json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Json) ?? throw new SourceException("Import.Export.Unreadable", 1, name);
        }
        catch (JsonException problem)
        {
            throw new SourceException("Import.Export.Unreadable", (int)((problem.LineNumber ?? 0) + 1), name);
        }
    }

    public static string FolderOf(EntryKind kind) => kind == EntryKind.Page ? "pages" : SiteUrls.Segment(kind);

    public static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>What an export is.</summary>
internal sealed record ExportHead(int Format, string Program, string Site);

internal sealed record ExportedAudit(long Number, string Hash);

/// <summary>The language-neutral part of an item, beside its texts.</summary>
internal sealed record ExportedItem(Guid Id, EntryKind Kind, long FactsNumber, JsonNode Facts);

internal sealed record ExportedRedirect(string Path, Guid? Entry, string Target);

internal sealed record ExportedAddress(Guid Id, string Location, string Kind, bool IsCompromised, FuzzyDate Since, FuzzyDate Until,
    LocalText Why, int Position);

internal sealed record ExportedSettings
{
    public LocalText Name { get; init; } = LocalText.Empty;
    public LocalText Heading { get; init; } = LocalText.Empty;
    public LocalText Lede { get; init; } = LocalText.Empty;
    public LocalText Notice { get; init; } = LocalText.Empty;
    public NoticeSeverity NoticeSeverity { get; init; }
    public string NoticeLink { get; init; } = "";
    public DateOnly? NoticeOn { get; init; }
    public string SecurityContact { get; init; } = "";
    public DateOnly? SecurityUntil { get; init; }
    public bool CountsViews { get; init; }
    public int TrashDays { get; init; }
    public Settings.SiteLook Look { get; init; } = new();
}

internal sealed record ExportedMedia
{
    public required string ContentType { get; init; }
    public string Placeholder { get; init; } = "";
    public LocalText AltText { get; init; } = LocalText.Empty;
    public LocalText Caption { get; init; } = LocalText.Empty;
    public string Credit { get; init; } = "";
    public string Licence { get; init; } = "";
    public int FocusX { get; init; } = 50;
    public int FocusY { get; init; } = 50;
    public string Source { get; init; } = "";
    public Media.PhotoLikeness Shows { get; init; }
    public DateOnly? CheckedOn { get; init; }
    public IReadOnlyList<Correction> Corrections { get; init; } = [];
}

/// <summary>Who is named at an event, as readers see it today, and how many are not.</summary>
internal sealed record ExportedAttendance(IReadOnlyList<ExportedAttendee> Named, int Unnamed);

internal sealed record ExportedAttendee(string Romanised, string Native, string NativeLanguage, Events.AttendanceRoles Roles);

/// <summary>The roster, everybody at the events, what they agreed to, and facts that readers do not see.</summary>
internal sealed record ExportedPrivate
{
    public IReadOnlyList<ExportedMember> Members { get; init; } = [];
    public IReadOnlyList<ExportedPresence> Attendance { get; init; } = [];
    public IReadOnlyList<ExportedConsent> Consents { get; init; } = [];

    /// <summary>Public people with the notes and answers that are for staff alone.</summary>
    public IReadOnlyList<ExportedItem> People { get; init; } = [];
}

internal sealed record ExportedMember(Guid Id, string Romanised, string Native, string NativeLanguage, string Alias, bool IsAliasOwn,
    Members.Standing Standing, string Note, FuzzyDate Since, FuzzyDate Until, bool HiddenEverywhere)
{
    /// <summary>One name a line.</summary>
    public string EarlierNames { get; init; } = "";
}

internal sealed record ExportedPresence(Guid Event, Guid Member, Events.AttendanceStatus Status, Events.AttendanceRoles Roles, int Position,
    bool HiddenByStaff);

internal sealed record ExportedConsent(Guid Member, long Number, Guid? Event, Events.Consent Terms, bool IsWithdrawal, DateTime RecordedAt);

/// <summary>A text in one language: values between two lines of hyphens, which are
/// JSON and therefore YAML, and the Markdown below.</summary>
internal sealed record ExportedText
{
    private const string Fence = "---";

    public Guid Id { get; init; }
    public required string Language { get; init; }
    public required string Title { get; init; }
    public required string Slug { get; init; }
    public string Summary { get; init; } = "";
    public IReadOnlyList<string> Tags { get; init; } = [];
    public DateTime PublishedAt { get; init; }
    public DateTime UpdatedAt { get; init; }
    public bool IsOriginal { get; init; }

    /// <summary>Former paths, for generators of static sites.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public string Url { get; init; } = "";
    public string Body { get; init; } = "";

    public byte[] Write()
    {
        var text = new StringBuilder();
        text.Append(Fence).Append('\n');
        Add("title", Title);
        Add("date", ExportFormat.Instant(PublishedAt));
        Add("lastmod", ExportFormat.Instant(UpdatedAt));
        Add("slug", Slug);
        Add("url", Url);
        Add("description", Summary);
        Add("tags", Tags);
        Add("aliases", Aliases);
        Add("language", Language);
        Add("original", IsOriginal);
        Add("id", Id);
        return Encoding.UTF8.GetBytes(text.Append(Fence).Append("\n\n").Append(Body).Append('\n').ToString());

        void Add<T>(string name, T value) =>
            text.Append(name).Append(": ").Append(JsonSerializer.Serialize(value, DomainJson.Options)).Append('\n');
    }

    public static ExportedText Read(byte[] file, string name)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException)
        {
            throw new SourceException("Import.WrongEncoding", 1);
        }

        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || end < 0)
        {
            throw new SourceException("Import.Export.NoHead", 1, name);
        }

        var values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (index, line) in text[4..end].Split('\n').Index())
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            try
            {
                values[colon < 0 ? line : line[..colon]] = colon < 0 ? null : JsonNode.Parse(line[(colon + 2)..]);
            }
            catch (JsonException)
            {
                throw new SourceException("Import.Export.Unreadable", index + 2, name);
            }
        }

        try
        {
            return new ExportedText
            {
                Id = values["id"]!.GetValue<Guid>(),
                Language = values["language"]!.GetValue<string>(),
                Title = values["title"]!.GetValue<string>(),
                Slug = values["slug"]!.GetValue<string>(),
                Summary = values["description"]!.GetValue<string>(),
                Tags = [.. values["tags"]!.AsArray().Select(t => t!.GetValue<string>())],
                PublishedAt = values["date"]!.GetValue<DateTimeOffset>().UtcDateTime,
                UpdatedAt = values["lastmod"]!.GetValue<DateTimeOffset>().UtcDateTime,
                IsOriginal = values["original"]!.GetValue<bool>(),
                Body = text[(end + 5)..].Trim('\n'),
            };
        }
        catch (Exception missing) when (missing is KeyNotFoundException or NullReferenceException or InvalidOperationException
            or FormatException)
        {
            throw new SourceException("Import.Export.Unreadable", 1, name);
        }
    }
}
