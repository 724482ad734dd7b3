using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>The content of an event's page, public or as a preview.</summary>
/// <param name="Language">Language of title, summary and body.</param>
/// <param name="Status">Whether it takes place.</param>
/// <param name="When">When it takes place, in local time.</param>
/// <param name="Place">Venue and address, as far as known.</param>
/// <param name="Host">The host, if known.</param>
/// <param name="InvitedBy">Who invited the Coalition, if applicable.</param>
internal sealed record EventView(
    string Title,
    string Language,
    string Summary,
    SafeHtml Body,
    EventType Type,
    EventStatus Status,
    EventWhen When,
    IReadOnlyList<LanguageText> Place,
    LanguageText? Host,
    LanguageText? InvitedBy,
    AttendanceView Attendance)
{
    /// <summary>Path of the page if it is public; empty in a preview.</summary>
    public string Path { get; init; } = "";

    /// <summary>Articles about the event, newest first.</summary>
    public IReadOnlyList<EntryRow> Reports { get; init; } = [];

    /// <summary>The next other dates of its series.</summary>
    public IReadOnlyList<EventCard> Others { get; init; } = [];
}

/// <summary>An event in a list or on a card.</summary>
/// <param name="Line">Its address, title and summary.</param>
/// <param name="Status">Whether it takes place.</param>
/// <param name="Place">The venue, or the address if there is no venue.</param>
internal sealed record EventCard(EntryRow Line, EventType Type, EventStatus Status, EventWhen When, LanguageText? Place);

/// <summary>A page of the list of events.</summary>
/// <param name="Coming">Upcoming events, soonest first.</param>
/// <param name="MoreComing">Cursor of further upcoming events, or null.</param>
/// <param name="Past">Past events, newest first.</param>
/// <param name="MorePast">Cursor of older events, or null.</param>
internal sealed record EventList(IReadOnlyList<EventCard> Coming, string? MoreComing, IReadOnlyList<EventCard> Past, string? MorePast);
