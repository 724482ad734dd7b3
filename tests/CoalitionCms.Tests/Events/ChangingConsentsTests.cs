using System.Net;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>Consent is a history: nothing in it changes, and nobody's newer word is lost under an older form.</summary>
public sealed class ChangingConsentsTests(Sites sites) : IClassFixture<Sites>
{
    private const string Sheet = "form.sheet";
    private const string Save = "button[value=save]";

    [OnEachDatabase]
    public async Task A_list_that_was_opened_before_a_withdrawal_does_not_undo_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Opened before " + database);
        var member = await site.AddMemberAsync("Lin Ya", "林雅");
        await site.AttendAsync(held, member, Gathering.Public);
        using var own = await site.SignInAsMemberAsync(member);
        using var editor = await site.SignInAsync(Role.Editor);
        using var reader = site.Visit();
        var path = "/events/opened-before-" + database.ToString().ToLowerInvariant();
        var stale = await editor.GetAsync(SiteUrls.Attendance(held));
        (await reader.GetAsync(path)).ShouldSay("Lin Ya (林雅)");
        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]"))
            .ShouldSay("Your name is taken out everywhere.");

        // What was not touched of the consent is not recorded again.
        (await editor.SubmitAsync(stale, Sheet, Save, ("Input.Rows[0].Speaker", "true"))).ShouldHave(HttpStatusCode.OK);
        (await reader.GetAsync(path)).ShouldNotHold("Lin Ya").ShouldNotHold("林雅");
        (await site.ConsentsOfAsync(member)).Count.ShouldBe(2);

        // What was, comes back with both.
        var before = await site.AuditHeadAsync();
        var both = await editor.SubmitAsync(stale, Sheet, Save, ("Input.Rows[0].GivenOn", "2026-05-14"));
        both.ShouldHave(HttpStatusCode.Conflict);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await reader.GetAsync(path)).ShouldNotHold("Lin Ya");
        (await editor.GetAsync(SiteUrls.Attendance(held))).ShouldSay("Readers see no name.");
    }

    [OnEachDatabase]
    public async Task An_agreement_from_before_a_withdrawal_is_refused_and_a_later_one_counts(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Signed before " + database);
        var member = await site.AddMemberAsync("Mo Fei", "莫非");
        await site.AttendAsync(held, member, Consent.None);
        using var editor = await site.SignInAsync(Role.Editor);
        var names = SiteUrls.MemberNames(member);
        (await editor.SubmitAsync(await editor.GetAsync(names), "form#withdrawal", "button", ("Input.Withdrawal.Means", "InWriting"),
            ("Input.Withdrawal.GivenOn", "2026-05-10"), ("Input.Withdrawal.GivenBy", "Mo Senior")))
            .ShouldSay("The name is taken out everywhere.");

        var form = await editor.GetAsync(SiteUrls.Attendance(held));
        (await editor.SubmitAsync(form, Sheet, Save, ("Input.Rows[0].Choice", "PublicName"), ("Input.Rows[0].Means", "InPerson"),
            ("Input.Rows[0].GivenOn", "2026-05-09")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("On 10 May 2026 this person chose to be named less.");
        (await editor.SubmitAsync(form, Sheet, Save, ("Input.Rows[0].GivenOn", ""))).ShouldHave(HttpStatusCode.UnprocessableEntity);
        (await editor.SubmitAsync(form, Sheet, Save, ("Input.Rows[0].GivenOn", "2026-05-12"))).ShouldHave(HttpStatusCode.OK);

        // What somebody took back is given again by the word of two.
        using var reader = site.Visit();
        (await reader.GetAsync("/events/signed-before-" + database.ToString().ToLowerInvariant())).ShouldNotHold("Mo Fei");
        using var colleague = await site.SignInAsync(Role.Editor);
        (await colleague.SubmitAsync(await colleague.GetAsync(names), "form.question", "button[value=yes]")).ShouldHave(HttpStatusCode.OK);
        (await reader.GetAsync("/events/signed-before-" + database.ToString().ToLowerInvariant())).ShouldSay("Mo Fei (莫非)");
        var rows = await site.ConsentsOfAsync(member);
        rows.Select(r => (r.Number, r.IsWithdrawal, r.Terms.Choice, r.EventId))
            .ShouldBe([(1, true, NameChoice.Hidden, null), (2, false, NameChoice.PublicName, held)]);
        rows[0].Terms.GivenBy.ShouldBe("Mo Senior");
        (await editor.GetAsync(names)).ShouldSay("Everything withdrawn").ShouldSay("Mo Senior");
    }

    [OnEachDatabase]
    public async Task Staff_cannot_speak_as_the_member(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Spoken for " + database);
        var member = await site.AddMemberAsync("Qu Ning", "曲宁");
        await site.AttendAsync(held, member, Consent.None);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();
        var byHand =
            new RosterRow("Rows[0]", null, await site.AddMemberAsync("Qu Other"), null, 0,
            new(AttendanceStatus.Attended, AttendanceRoles.None, Gathering.Public with { Means = ConsentMeans.ByTheMember }, false), false);
        before = await site.AuditHeadAsync();

        (await site.AskAsync((RecordAttendance record) =>
            record.RunAsync(Actor.CommandLine, new(held, [byHand]), TestContext.Current.CancellationToken))).Errors.Select(r =>
            r.Key).ShouldBe(["Events.ByTheMemberAlone"]);
        (await site.AskAsync((RecordConsent record) =>
            record.RunAsync(Actor.CommandLine, member, Gathering.Public with { Means = ConsentMeans.ByTheMember },
            TestContext.Current.CancellationToken)))
            .Errors.Select(r => r.Key).ShouldBe(["Events.ByTheMemberAlone"]);
        (await site.AskAsync((WithdrawConsent withdraw) =>
            withdraw.ForAsync(Actor.CommandLine, member, new(ConsentMeans.ByTheMember, null, ""), TestContext.Current.CancellationToken)))
            .Errors.Select(r => r.Key).ShouldBe(["Names.WithdrawnHow"]);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.ConsentsOfAsync(member)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Bad_input_keeps_what_was_typed_and_says_what_to_do(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Rui An", "瑞安");
        using var editor = await site.SignInAsync(Role.Editor);
        var form = await editor.GetAsync(SiteUrls.MemberNames(member));
        var before = await site.AuditHeadAsync();

        WebPage Refused(WebPage page, string sentence)
        {
            page.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay(sentence).One("input[name='Input.Consent.GivenBy']")
                .GetAttribute("value").ShouldBe("Kept words");
            return page;
        }

        (string, string)[] typed =
            [("Input.Consent.Choice", "PublicName"), ("Input.Consent.Means", "InPerson"), ("Input.Consent.GivenBy", "Kept words")];
        Refused(await AgreeAsync(("Input.Consent.GivenOn", "2026-05-15")), "This day has not come yet.");
        Refused(await AgreeAsync(("Input.Consent.GivenOn", "2026-05-10"), ("Input.Consent.Until", "2026-05-09")),
            "The agreement ends before it was given.");
        Refused(await AgreeAsync(("Input.Consent.GivenOn", "2026-02-30"), ("Input.Consent.Until", "")),
            "There is no such day in the calendar.")
            .One("input[name='Input.Consent.GivenOn']").GetAttribute("value").ShouldBe("2026-02-30");
        Refused(await AgreeAsync(("Input.Consent.GivenOn", "2026-05-10"), ("Input.Consent.Means", "None")),
            "Choose how the person agreed to be named");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await site.ConsentsOfAsync(member)).ShouldBeEmpty();

        (await AgreeAsync(("Input.Consent.GivenOn", "2026-05-10"), ("Input.Consent.Means", "InWriting"))).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("The agreement is recorded.").ShouldSay("Kept words");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.ConsentRecorded]);
        (await site.LoggedSinceAsync(before)).ShouldNotContain("Kept words");

        Task<WebPage> AgreeAsync(params (string, string)[] more) => editor.SubmitAsync(form, "form#agree", "button", [.. typed, .. more]);
    }

    [OnEachDatabase]
    public async Task What_holds_for_all_events_names_somebody_at_a_new_one_and_ends_by_itself(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var member = await site.AddMemberAsync("Sha Tong", "沙桐");
        await site.AskAsync((RecordConsent record) =>
            record.RunAsync(Actor.CommandLine, member, Gathering.Public with { Until = new DateOnly(2026, 5, 15) },
            TestContext.Current.CancellationToken));
        var held = await site.PublishEventAsync("New one");
        using var editor = await site.SignInAsync(Role.Editor);
        var shown =
            await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), Sheet, "button[value=read]",
            ("Input.Names", "Sha Tong (沙桐)"));
        (await editor.SubmitAsync(shown, Sheet, Save)).ShouldSay("The attendance list is saved.").ShouldSay("Readers see: Sha Tong (沙桐)");

        using var reader = site.Visit();
        (await reader.GetAsync("/events/new-one")).ShouldSay("Sha Tong (沙桐)");
        site.Clock.Move(TimeSpan.FromDays(1));
        (await reader.GetAsync("/events/new-one")).ShouldSay("Sha Tong (沙桐)");
        site.Clock.Move(TimeSpan.FromDays(1));
        (await reader.GetAsync("/events/new-one")).ShouldNotHold("Sha Tong").ShouldNotHold("沙桐");
        (await site.ConsentsOfAsync(member)).ShouldHaveSingleItem();
    }

    [OnEachDatabase]
    public async Task The_rows_of_a_double_keep_their_order(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (kept, gone) = (await site.AddMemberAsync("Tao Zi", "陶紫"), await site.AddMemberAsync("Tao Tzu", "陶子"));
        var stop = TestContext.Current.CancellationToken;
        await site.AskAsync((RecordConsent record) => record.RunAsync(Actor.CommandLine, gone, Gathering.Public, stop));
        site.Clock.Move(TimeSpan.FromSeconds(1));
        await site.AskAsync((WithdrawConsent withdraw) =>
            withdraw.ForAsync(Actor.CommandLine, kept, new(ConsentMeans.InPerson, null, ""), stop));

        await site.InDatabaseAsync(async db =>
        {
            (await ConsentLedger.OpenAsync(db, [kept, gone], stop)).Join(kept, gone);
            db.AuditEntries.Add(new(MovableClock.Start.UtcDateTime, "system", AuditVerb.MemberSaved, "Member", kept.ToString("D"), "{}"));
            return await db.SaveChangesAsync(stop);
        });

        (await site.ConsentsOfAsync(kept)).Select(r => r.Terms.Choice).ShouldBe([NameChoice.PublicName, NameChoice.Hidden]);
        (await site.ConsentsOfAsync(gone)).ShouldBeEmpty();
    }
}
