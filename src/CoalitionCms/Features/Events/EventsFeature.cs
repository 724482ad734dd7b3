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
        .AddScoped<NamingDesk>().AddScoped<NamesInTexts>()
        .AddScoped<SaveEvent>().AddScoped<RecordAttendance>().AddScoped<ChooseNaming>().AddScoped<RecordConsent>().AddScoped<WithdrawConsent>();
}
