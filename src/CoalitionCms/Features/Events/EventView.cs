using CoalitionCms.Features.Publishing;
using CoalitionCms.Features.Shared;

namespace CoalitionCms.Features.Events;

/// <summary>What the page of an event shows, public or as a preview.</summary>
/// <param name="Title">Title.</param>
/// <param name="Language">Language of title, summary and body.</param>
/// <param name="Summary">Summary; may be empty.</param>
/// <param name="Body">Text.</param>
/// <param name="Type">Sort.</param>
/// <param name="Status">Whether it takes place.</param>
/// <param name="When">When, by the clock of the place.</param>
/// <param name="Place">Venue and address, as far as known.</param>
/// <param name="Host">Who holds it, if known.</param>
/// <param name="InvitedBy">Who invited the Coalition, if anybody did.</param>
/// <param name="Attendance">Who came and may be named.</param>
/// <param name="Reports">Articles that report it, newest first.</param>
public sealed record EventView(
    string Title,
    string Language,
    string Summary,
    SafeHtml Body,
    EventType Type,
    EventStatus Status,
    EventWhen When,
    IReadOnlyList<LocalLine> Place,
    LocalLine? Host,
    LocalLine? InvitedBy,
    AttendanceView Attendance,
    IReadOnlyList<EventReport> Reports);

/// <summary>An article that reports an event.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Title">Its title and the language of it.</param>
public sealed record EventReport(string Path, LocalLine Title);

/// <summary>An event in a list or on a card.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Title">Title and the language of it.</param>
/// <param name="Summary">Summary; may be empty.</param>
/// <param name="Type">Sort.</param>
/// <param name="Status">Whether it takes place.</param>
/// <param name="When">When.</param>
/// <param name="Place">Venue or, without one, address.</param>
public sealed record EventCard(string Path, LocalLine Title, string Summary, EventType Type, EventStatus Status, EventWhen When, LocalLine? Place);
