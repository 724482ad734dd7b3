using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>Events and people for tests, put in place by the program's own actions.</summary>
internal static class Gathering
{
    /// <summary>An event of the spring in New York.</summary>
    public static readonly EventFacts Facts = EventFacts.None with
    {
        Type = EventType.Meeting,
        StartsOn = new DateOnly(2026, 4, 18),
        Venue = LocalText.Of("en", "Elm Hall").With("zh-Hans", "榆树厅"),
        Address = LocalText.Of("en", "1 Elm Street, Flushing"),
    };

    /// <summary>Agreed to in writing.</summary>
    public static readonly Consent Public = new(NameChoice.PublicName, ConsentMeans.InWriting, new DateOnly(2026, 4, 18), "", null);

    /// <summary>Publishes an event in English, and with a Chinese title in Chinese.</summary>
    public static async Task<Guid> PublishEventAsync(this CmsSite site, string title, EventFacts? facts = null, string? chinese = null)
    {
        var english = await site.PublishAsync(await site.SaveAsync(EntryKind.Event, Writing.Words(title), facts ?? Facts));
        if (chinese is not null)
        {
            await site.PublishAsync(await site.SaveAsync(EntryKind.Event, Writing.Words(chinese), facts ?? Facts, "zh-Hans",
                english.ItemId));
        }

        return english.ItemId;
    }

    /// <summary>Puts somebody on the roster.</summary>
    public static async Task<Guid> AddMemberAsync(this CmsSite site, string romanised, string native = "", string alias = "",
        string language = "zh-Hans") =>
        (await site.AskAsync((SaveMember save) => save.RunAsync(
            Actor.CommandLine, new(null, romanised, native, language, alias, Standing.Member, "", false, 0),
            TestContext.Current.CancellationToken))).Value;

    /// <summary>Records that somebody came.</summary>
    public static async Task AttendAsync(this CmsSite site, Guid eventId, Guid memberId, Consent consent,
        AttendanceStatus status = AttendanceStatus.Attended, AttendanceRoles roles = AttendanceRoles.None)
    {
        var line = new RosterRow("Rows[0]", null, memberId, null, 0, new(status, roles, consent, false), false);
        var result = await site.AskAsync((RecordAttendance record) =>
            record.RunAsync(Actor.CommandLine, new(eventId, [line]), TestContext.Current.CancellationToken));
        Assert.True(result.IsDone, string.Join(", ", result.Errors.Select(r => r.Key)));
    }

    /// <summary>Says that an account is a member's.</summary>
    public static async Task LinkAsync(this CmsSite site, Guid memberId, Guid? accountId)
    {
        var version = await site.InDatabaseAsync(db =>
            db.Set<Member>().Where(m => m.Id == memberId).Select(m => m.Version).SingleAsync(TestContext.Current.CancellationToken));
        var result = await site.AskAsync((LinkAccount link) =>
            link.RunAsync(Actor.CommandLine, new(memberId, accountId, version), TestContext.Current.CancellationToken));
        Assert.True(result.IsDone, string.Join(", ", result.Errors.Select(r => r.Key)));
    }

    /// <summary>A browser where somebody of the roster is signed in with an account of their own.</summary>
    public static async Task<Browser> SignInAsMemberAsync(this CmsSite site, Guid memberId)
    {
        var (email, account) = await site.HireAsync(Role.Member);
        await site.LinkAsync(memberId, account);
        var browser = site.Visit();
        await browser.SignInAsync(email);
        return browser;
    }

    /// <summary>What is on record of a member, oldest first.</summary>
    public static Task<List<GivenConsent>> ConsentsOfAsync(this CmsSite site, Guid memberId) =>
        site.InDatabaseAsync(db =>
        db.Set<GivenConsent>().AsNoTracking().Where(c => c.MemberId == memberId).OrderBy(c => c.Number)
        .ToListAsync(TestContext.Current.CancellationToken));

    /// <summary>Everything the log says since a number, as one text.</summary>
    public static async Task<string> LoggedSinceAsync(this CmsSite site, long number) => string.Join('\n', await site.InDatabaseAsync(db =>
        db.AuditEntries.Where(e => e.Number > number).OrderBy(e => e.Number).Select(e => e.Verb + " " + e.ObjectId + " " + e.Details)
        .ToListAsync(TestContext.Current.CancellationToken)));
}
