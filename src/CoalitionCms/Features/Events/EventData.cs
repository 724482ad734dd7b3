using System.Text.Json.Nodes;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Events;

/// <summary>An event as schema.org data: what the page shows about the event, and never the attendees.</summary>
internal static class EventData
{
    public static JsonLd Of(EventView view, string url)
    {
        var data = new JsonObject
        {
            ["@type"] = "Event",
            ["name"] = view.Title,
            ["url"] = url,
            ["inLanguage"] = view.Language,
            ["startDate"] = view.When.Start.Iso,
            ["eventStatus"] = "https://schema.org/" + (view.Status == EventStatus.Cancelled ? "EventCancelled" : "EventScheduled"),
            ["eventAttendanceMode"] = "https://schema.org/"
            + (view.Type == EventType.Online ? "OnlineEventAttendanceMode" : "OfflineEventAttendanceMode"),
        };
        if (view.When.End is { } end)
        {
            data["endDate"] = end.Iso;
        }

        if (view.Summary.Length > 0)
        {
            data["description"] = view.Summary;
        }

        if (view.Place.Count > 0 && view.Type != EventType.Online)
        {
            data["location"] = new JsonObject { ["@type"] = "Place", ["name"] = view.Place[0].Text, ["address"] = view.Place[^1].Text };
        }

        return new JsonLd(data);
    }
}
