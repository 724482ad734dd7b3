using CoalitionCms.Features.Media;
using CoalitionCms.Content.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>What every editor needs, as one thing to ask for.</summary>
public sealed class EditTools(
    Texts texts,
    EntryAdminQueries queries,
    RevisionAdminQueries revisions,
    ReviewAdminQueries reviews,
    EditorPresences presences,
    PublishingChecklist checklist,
    MediaQueries media,
    EditUploads uploads,
    MediaAdminQueries library,
    SaveDraft saveDraft,
    PublishEntry publishEntry,
    ScheduleEntry scheduleEntry,
    ReviewEntry reviewEntry,
    CmsOptions options,
    ILogger<EditTools> log)
{
    internal Texts Texts => texts;

    internal EntryAdminQueries Desk => queries;

    internal RevisionAdminQueries Revisions => revisions;

    internal ReviewAdminQueries Reviews => reviews;

    internal EditorPresences EditorPresences => presences;

    internal PublishingChecklist Checklist => checklist;

    internal MediaQueries Media => media;

    internal MediaAdminQueries Library => library;

    internal EditUploads Uploads => uploads;

    internal SaveDraft SaveDraft => saveDraft;

    internal PublishEntry PublishEntry => publishEntry;

    internal ScheduleEntry ScheduleEntry => scheduleEntry;

    internal ReviewEntry ReviewEntry => reviewEntry;

    internal CmsOptions Options => options;

    internal ILogger Log => log;
}
