using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;

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
        Version = settings.Version,
    };

    internal SaveSettings.Input ToInput() => new(
        LocalFields.Read(Name), LocalFields.Read(Heading), LocalFields.Read(Lede), LocalFields.Read(Notice), Severity,
            CleanText.Line(NoticeLink), NoticeOn, NeedsApproval, TrashDays, KeepsOriginals, Version);

    internal void Complete()
    {
        foreach (var fields in new[] { Name, Heading, Lede, Notice })
        {
            LocalFields.Complete(fields);
        }
    }
}
