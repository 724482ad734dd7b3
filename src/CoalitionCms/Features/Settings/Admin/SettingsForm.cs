using CoalitionCms.Domain;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Settings.Admin;

/// <summary>The settings as form fields: texts per language.</summary>
internal sealed class SettingsForm
{
    public Dictionary<string, string?> Name { get; set; } = [];
    public Dictionary<string, string?> Heading { get; set; } = [];
    public Dictionary<string, string?> Lede { get; set; } = [];
    public Dictionary<string, string?> Notice { get; set; } = [];
    public NoticeSeverity Severity { get; set; }
    public string? NoticeLink { get; set; }
    public DateOnly? NoticeOn { get; set; }

    /// <summary>True when another person must approve before publication.</summary>
    public bool NeedsApproval { get; set; }

    public int TrashDays { get; set; }
    public bool KeepsOriginals { get; set; }

    public string? SecurityContact { get; set; }
    public DateOnly? SecurityUntil { get; set; }
    public bool CountsViews { get; set; }

    /// <summary>The campaign that leads the home page.</summary>
    public Guid? Lead { get; set; }

    public string? Sign { get; set; }
    public string? Accent { get; set; }
    public Dictionary<string, string?> Footer { get; set; } = [];
    public string? Links { get; set; }
    public string? Keys { get; set; }

    /// <summary>The picture of the name that is in use, by its SHA-256.</summary>
    public string? Wordmark { get; set; }

    public bool RemovesWordmark { get; set; }
    public IFormFile? NewWordmark { get; set; }
    public long Version { get; set; }

    internal static SettingsForm Of(OpenSettings settings) => new()
    {
        Name = LocalFields.Of(settings.Name),
        Heading = LocalFields.Of(settings.Heading),
        Lede = LocalFields.Of(settings.Lede),
        Notice = LocalFields.Of(settings.Notice),
        Severity = settings.Severity,
        NoticeLink = settings.NoticeLink,
        NoticeOn = settings.NoticeOn,
        NeedsApproval = settings.NeedsApproval,
        TrashDays = settings.TrashDays,
        KeepsOriginals = settings.KeepsOriginals,
        SecurityContact = settings.SecurityContact,
        SecurityUntil = settings.SecurityUntil,
        CountsViews = settings.CountsViews,
        Lead = settings.Look.Lead,
        Sign = settings.Look.Sign,
        Accent = settings.Look.Accent,
        Footer = LocalFields.Of(settings.Look.Footer),
        Links = LabelledText.WriteLines(settings.Look.Links),
        Keys = LabelledText.WriteLines(settings.Look.Keys),
        Wordmark = settings.Look.Wordmark,
        Version = settings.Version,
    };

    internal SaveSettings.Input ToInput() => new(
        LocalFields.Read(Name), LocalFields.Read(Heading), LocalFields.Read(Lede), LocalFields.Read(Notice), Severity,
            CleanText.Line(NoticeLink), NoticeOn, NeedsApproval, TrashDays, KeepsOriginals, Version)
    { Look = ToLook(), SecurityContact = ToContact(), SecurityUntil = SecurityUntil, CountsViews = CountsViews };

    /// <summary>A bare e-mail address is one to write to.</summary>
    private string ToContact() => CleanText.Line(SecurityContact) is var contact && contact.Contains('@', StringComparison.Ordinal)
        && !contact.Contains(':', StringComparison.Ordinal) ? "mailto:" + contact : contact;

    private SiteLook ToLook() => new()
    {
        Lead = Lead,
        Sign = CleanText.Line(Sign),
        Accent = CleanText.Line(Accent).ToLowerInvariant(),
        Footer = LocalFields.Read(Footer),
        Links = LabelledText.ReadLines(Links),
        Keys = LabelledText.ReadLines(Keys),
        Wordmark = RemovesWordmark ? "" : CleanText.Line(Wordmark),
    };

    internal void Complete()
    {
        foreach (var fields in new[] { Name, Heading, Lede, Notice, Footer })
        {
            LocalFields.Complete(fields);
        }
    }
}
