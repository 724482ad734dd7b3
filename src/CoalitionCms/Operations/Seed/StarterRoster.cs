using CoalitionCms.Data;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;

namespace CoalitionCms.Operations.Seed;

/// <summary>Those whom the Coalition's report of 2015 names as having attended: the roster begins with them.</summary>
internal static class StarterRoster
{
    /// <summary>They were named by the organisation itself, in its report of that day.</summary>
    private static readonly Consent NamedInTheReport =
        new(NameChoice.PublicName, ConsentMeans.PublishedEarlier, new DateOnly(2015, 10, 6), GivenBy: "", Until: null);

    /// <summary>Adds the members, and that they came, in the order of the report.</summary>
    public static void Add(CmsDbContext db, Guid eventId, DateTime now)
    {
        foreach (var (position, attendee) in StarterFile.ReadJson<IReadOnlyList<Attendee>>("attendees.json").Index())
        {
            var member = new Member(Guid.CreateVersion7());
            member.Describe(attendee.Romanised, attendee.Native, attendee.Language, alias: "", Standing.Member, note: "", hiddenEverywhere: false);
            var attendance = new Attendance(Guid.CreateVersion7(), eventId, member.Id);
            attendance.Record(AttendanceStatus.Attended, AttendanceRoles.Member, position, hiddenByStaff: false);
            db.AddRange(member, attendance, new GivenConsent(Guid.CreateVersion7(), member.Id, 1, eventId, NamedInTheReport, isWithdrawal: false, recordedBy: null, now));
        }
    }

    /// <summary>A line of <c>attendees.json</c>.</summary>
    private sealed record Attendee(string Romanised, string Native, string Language);
}
