using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Events;

/// <summary>The feature's door.</summary>
public static class EventsFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSubject<Event, EventFacts>(EntryKind.Event, EventFacts.None)
        .AddScoped<PublicAttendance>().AddScoped<IPublishingCheck, HiddenNamesCheck>().AddScoped<EventReader>().AddScoped<CalendarReader>().AddScoped<AttendanceDesk>()
        .AddScoped<NamingDesk>().AddScoped<NamesInTexts>().AddScoped<ChooseNaming>().AddScoped<ChooseAlias>().AddScoped<RecordConsent>().AddScoped<WithdrawConsent>()
        .AddScoped<DoorDesk>().AddScoped<DoorWords>().AddScoped<SaveEvent>().AddScoped<RecordAttendance>().AddScoped<MarkAtDoor>().AddScoped<AdmitAtDoor>()
        .AddScoped<SheetDesk>().AddScoped<ImportAttendance>().AddScoped<ExportAttendance>()
        .AddScoped<SeriesDesk>().AddScoped<SeriesWriter>().AddScoped<KeepSeries>().AddScoped<AttendanceOverTime>().AddScoped<MergeMembers>();
}
