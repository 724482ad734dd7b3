using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Seed;

/// <summary>
/// The organisation's own material, added to a database without entries. Added completely or not at all, and never twice.
/// </summary>
internal sealed class StarterContent(CmsDbContext db, AuditLog audit, SaveEntry saveEntry, TimeProvider clock)
{
    private static readonly DateOnly DayOfTheEvent = new(2015, 10, 6);

    private readonly StarterFacts facts = new();

    /// <summary>Adds the content and returns true; returns false without changes if there are entries.</summary>
    public async Task<bool> AddAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (await db.Set<Entry>().AnyAsync(cancellationToken))
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        audit.Record(actor, AuditVerb.StarterContentAdded, "site", "starter");

        // The save locks the head of the audit log: of several processes that start on one empty database, the others wait here and then
        // find entries.
        await db.SaveChangesAsync(cancellationToken);
        if (await db.Set<Entry>().AnyAsync(cancellationToken))
        {
            db.DiscardChanges();
            return false;
        }

        await AddSettingsAsync(cancellationToken);
        AddAddresses();
        await AddEntriesAsync(actor, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task AddSettingsAsync(CancellationToken cancellationToken)
    {
        var settings = await db.Set<SiteSettings>().SingleOrDefaultAsync(cancellationToken) ?? db.Add(new SiteSettings()).Entity;
        settings.Introduce(facts["siteName"], facts["siteHeading"], facts["siteLede"]);
    }

    private Appeal StarterAppeal() => new()
    {
        Addressees = [new(facts["campaignAddressee"], [facts["campaignAddress"]], facts["campaignSalutation"])],
        Demands = [facts["campaignDemand1"], facts["campaignDemand2"], facts["campaignDemand3"]],
        Actions = [facts["campaignAction1"], facts["campaignAction2"], facts["campaignAction3"], facts["campaignAction4"],
            facts["campaignAction5"]],
        ShareText = facts["campaignShare"],
    };

    private void AddAddresses()
    {
        AddRetired("www.cfcr2008.org", isCompromised: true, FuzzyDate.Create(2008, 6, null, about: false),
            FuzzyDate.Create(2010, null, null, about: false), facts["retiredWhy"], 0);
        AddRetired("gongminziyoulianmeng.blogspot.com", isCompromised: false, FuzzyDate.Unknown, FuzzyDate.Unknown, facts["blogWhy"], 1);
    }

    private void AddRetired(string location, bool isCompromised, FuzzyDate since, FuzzyDate until, LocalText why, int position)
    {
        var address = new SiteAddress(Guid.CreateVersion7());
        address.Describe(location, AddressKind.Retired, isCompromised, since, until, why, position);
        db.Add(address);
    }

    private async Task AddEntriesAsync(Actor actor, CancellationToken cancellationToken)
    {
        var people = new StarterPeople(facts);
        var liu = await AddAsync(EntryKind.Person, "person.liu-xiaobo", people.LiuXiaobo());
        var chen = await AddAsync(EntryKind.Person, "person.chen-guangcheng", people.ChenGuangcheng());
        var campaign = await AddAsync(
            EntryKind.Campaign, "campaign.liu-chen", CampaignFacts.None with { People = [liu, chen], Appeal = StarterAppeal() });
        var release = await AddAsync(EntryKind.Event, "event.book-release", EventFacts.None with
        {
            Type = EventType.BookRelease,
            StartsOn = DayOfTheEvent,
            TimeZone = "America/New_York",
            Address = facts["eventCity"],
            InvitedBy = facts["eventInvitedBy"],
        });
        StarterRoster.Add(db, release, clock.NowToMillisecond());
        await AddAsync(EntryKind.Article, "article.book-release",
            ArticleFacts.None with { DatedOn = DayOfTheEvent, CampaignId = campaign, EventId = release });
        await AddAsync(EntryKind.Page, "page.about", new PageFacts(InMenu: true, MenuOrder: 0));

        async Task<Guid> AddAsync<TFacts>(EntryKind kind, string name, TFacts of)
            where TFacts : class
        {
            Guid? item = null;
            foreach (var language in StarterText.LanguagesOf(name))
            {
                var draft = new SaveEntry.Input(
                    kind, null, item, language, StarterText.Read(name, language), Version: 0, FactsJson.Write(of), FactsVersion: item
                    is null ? 0 : 1);
                var saved = (await saveEntry.RunAsync(actor, draft, SaveThen.Publish, cancellationToken)).Value;
                item = saved.NotDone.Count == 0 ? saved.ItemId : throw new InvalidOperationException($"{name}: {saved.NotDone[0].Key}");
            }

            return item!.Value;
        }
    }
}

/// <summary>The attendees named in the Coalition's report of 2015, who are the first members of the roster.</summary>
internal static class StarterRoster
{
    /// <summary>The organisation itself named them in its report of that day.</summary>
    private static readonly Consent NamedInTheReport =
        new(NameChoice.PublicName, ConsentMeans.PublishedEarlier, new DateOnly(2015, 10, 6), GivenBy: "", Until: null);

    /// <summary>Adds the members and their attendance, in the order of the report.</summary>
    public static void Add(CmsDbContext db, Guid eventId, DateTime now)
    {
        foreach (var (position, attendee) in StarterFile.ReadJson<IReadOnlyList<Attendee>>("attendees.json").Index())
        {
            var member = new Member(Guid.CreateVersion7());
            member.Describe(attendee.Romanised, attendee.Native, attendee.Language, alias: "", Standing.Member, note: "",
                hiddenEverywhere: false);
            var attendance = new Attendance(Guid.CreateVersion7(), eventId, member.Id);
            attendance.Record(AttendanceStatus.Attended, AttendanceRoles.Member, position, hiddenByStaff: false);
            db.AddRange(member, attendance,
                new GivenConsent(Guid.CreateVersion7(), member.Id, 1, eventId, NamedInTheReport, isWithdrawal: false, recordedBy: null,
                now));
        }
    }

    private sealed record Attendee(string Romanised, string Native, string Language);
}
