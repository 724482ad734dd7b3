using CoalitionCms.Features.Media;
using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Publishing;

/// <summary>What every editor needs, as one thing to ask for.</summary>
public sealed class EditTools(
    Texts texts,
    EntryDesk desk,
    RevisionDesk revisions,
    ReviewDesk reviews,
    Presences presences,
    PublishingChecklist checklist,
    MediaReader media,
    EditUploads uploads,
    MediaDesk library,
    SaveDraft saveDraft,
    PublishEntry publishEntry,
    ScheduleEntry scheduleEntry,
    ReviewEntry reviewEntry,
    CmsOptions options,
    ILogger<EditTools> log)
{
    internal Texts Texts => texts;

    internal EntryDesk Desk => desk;

    internal RevisionDesk Revisions => revisions;

    internal ReviewDesk Reviews => reviews;

    internal Presences Presences => presences;

    internal PublishingChecklist Checklist => checklist;

    internal MediaReader Media => media;

    internal MediaDesk Library => library;

    internal EditUploads Uploads => uploads;

    internal SaveDraft SaveDraft => saveDraft;

    internal PublishEntry PublishEntry => publishEntry;

    internal ScheduleEntry ScheduleEntry => scheduleEntry;

    internal ReviewEntry ReviewEntry => reviewEntry;

    internal CmsOptions Options => options;

    internal ILogger Log => log;
}
