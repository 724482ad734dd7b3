using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>The feature's door.</summary>
public static class EventsFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSubject<Event, EventFacts>(EntryKind.Event, EventFacts.None)
        .AddScoped<PublicAttendance>().AddScoped<IPublishingCheck, HiddenNamesCheck>().AddScoped<EventQueries>().AddScoped<CalendarQueries>().AddScoped<AttendanceAdminQueries>()
        .AddScoped<NameConsentQueries>().AddScoped<NamesInTexts>().AddScoped<ChooseNameDisplay>().AddScoped<ChooseAlias>().AddScoped<RecordConsent>().AddScoped<WithdrawConsent>()
        .AddScoped<CheckInQueries>().AddScoped<CheckInMessages>().AddScoped<SaveEvent>().AddScoped<RecordAttendance>().AddScoped<MarkAtDoor>().AddScoped<CheckIn>()
        .AddScoped<SignInSheetQueries>().AddScoped<ImportAttendance>().AddScoped<ExportAttendance>()
        .AddScoped<SeriesAdminQueries>().AddScoped<SeriesWriter>().AddScoped<KeepSeries>().AddScoped<AttendanceOverTime>().AddScoped<MergeMembers>();
}
