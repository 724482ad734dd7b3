using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>
/// What a member said about their own name, staff make stricter and never looser; a looser word is a question to the member.
/// </summary>
public sealed class OverrulingAMemberTests(Sites sites) : IClassFixture<Sites>
{
    private const string Sheet = "form.sheet";
    private const string Save = "button[value=save]";

    private static readonly (string, string)[] Agreed =
        [("Input.Consent.Choice", "PublicName"), ("Input.Consent.Means", "InPerson"), ("Input.Consent.GivenOn", "2026-05-14")];

    private static readonly (string, string)[] AgreedHere =
        [("Input.Rows[0].Choice", "PublicName"), ("Input.Rows[0].Means", "InPerson"), ("Input.Rows[0].GivenOn", "2026-05-14")];

    [OnEachDatabase]
    public async Task A_member_who_hid_is_named_only_after_their_own_yes(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Overruled", database);
        var member = await site.AddMemberAsync("Ai Lan", "艾岚");
        await site.AttendAsync(held, member, Consent.None);
        using var own = await site.SignInAsMemberAsync(member);
        using var editor = await site.SignInAsync(Role.Editor);
        await HideAsync(own);

        // For all events, and for the one.
        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(member)), "form#agree", "button", Agreed))
            .ShouldHave(HttpStatusCode.OK).ShouldNotHold("The agreement is recorded.");
        await NamedAsync(site, path, "Ai Lan", isNamed: false);
        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), Sheet, Save, AgreedHere)).ShouldHave(HttpStatusCode.OK);
        await NamedAsync(site, path, "Ai Lan", isNamed: false);
        (await site.ConsentsOfAsync(member)).ShouldHaveSingleItem("Nothing but the member's own word is on record.");

        // The member says no to one and yes to the other.
        var asked = await own.GetAsync(SiteUrls.OwnNames);
        asked.AllOf("form.question").Count.ShouldBe(2);
        (await own.SubmitAsync(asked, "form.question:has([name=eventAsked]:not([value]))", "button[value=no]"))
            .ShouldHave(HttpStatusCode.OK);
        await NamedAsync(site, path, "Ai Lan", isNamed: false);
        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form.question", "button[value=yes]")).ShouldHave(HttpStatusCode.OK);
        await NamedAsync(site, path, "Ai Lan", isNamed: true);
        (await own.GetAsync(SiteUrls.OwnNames)).AllOf("form.question").ShouldBeEmpty();
        (await site.ConsentsOfAsync(member))[^1].Terms.Means.ShouldBe(ConsentMeans.ByTheMember);
    }

    [OnEachDatabase]
    public async Task A_member_who_chose_a_last_day_or_an_alias_gets_no_more_by_staff(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Limited", database);
        var member = await site.AddMemberAsync("Bo Qing", "柏青", alias: "Green Cypress");
        await site.AttendAsync(held, member, Consent.None);
        using var own = await site.SignInAsMemberAsync(member);
        using var editor = await site.SignInAsync(Role.Editor);
        await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", "Alias"),
            ("Own.Until", "2026-06-01"));

        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(member)), "form#agree", "button", Agreed);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(member)), "form#agree", "button",
            [.. Agreed, ("Input.Consent.Choice", "Alias")]);
        (await site.ConsentsOfAsync(member)).ShouldHaveSingleItem();
        await NamedAsync(site, path, "Green Cypress", isNamed: true);
        await NamedAsync(site, path, "Bo Qing", isNamed: false);

        // The other way to the same end: the real name as the alias that the member agreed to.
        var edit = await editor.GetAsync(SiteUrls.Member(member));
        (await editor.SubmitAsync(edit, "form:has([name='Input.Alias'])", ("Input.Alias", "Bo Qing")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity);
        await NamedAsync(site, path, "Bo Qing", isNamed: false);

        // So it is where staff recorded the alias.
        var told = await site.AddMemberAsync("Bo Yun", "", alias: "White Poplar");
        await site.AttendAsync(held, told, Gathering.Public with { Choice = NameChoice.Alias });
        foreach (var alias in (string[])["Yun, Bo", "Poplar (Bo Yun)"])
        {
            (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(told)), "form:has([name='Input.Alias'])",
                ("Input.Alias", alias)))
                .ShouldHave(HttpStatusCode.UnprocessableEntity);
        }

        await NamedAsync(site, path, "Yun", isNamed: false);
        await NamedAsync(site, path, "White Poplar", isNamed: true);

        // Stricter at once.
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(member)), "form#agree", "button",
            [.. Agreed, ("Input.Consent.Choice", "Hidden")]);
        await NamedAsync(site, path, "Cypress", isNamed: false);
    }

    [OnEachDatabase]
    public async Task A_twin_made_for_the_purpose_loosens_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Doubled", database);
        var kept = await site.AddMemberAsync("Cen Yu", "岑雨");
        await site.AttendAsync(held, kept, Consent.None);
        using var own = await site.SignInAsMemberAsync(kept);
        using var editor = await site.SignInAsync(Role.Editor);
        await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), $"form:has(input[value='{held:D}'])", ("Own.Choice", "Hidden"));
        site.Clock.Move(TimeSpan.FromSeconds(1));

        // A second line of the roster, named at the event, taken off its list, then merged: its row is the newest.
        var gone = await site.AddMemberAsync("Cen Yuu", "岑雨");
        await site.AttendAsync(held, gone, Gathering.Public);
        var list = await editor.GetAsync(SiteUrls.Attendance(held));
        await editor.SubmitAsync(list, Sheet, Save, ("Input.Rows[1].Remove", "true"));
        var merge = await editor.GetAsync($"{SiteUrls.Merge(kept)}?other={gone:D}");
        (await editor.SubmitAsync(merge, "form:has([name=kept])")).ShouldHave(HttpStatusCode.OK);

        (await site.ConsentsOfAsync(gone)).ShouldBeEmpty("The two are one.");
        await NamedAsync(site, path, "Cen Yu", isNamed: false);
    }

    [OnEachDatabase]
    public async Task A_second_entry_of_the_same_name_is_no_way_around_what_a_member_said(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Copied", database);
        var hidden = await site.AddMemberAsync("Plain Ever", "易凡平");
        await site.AttendAsync(held, hidden, Consent.None);
        using (var own = await site.SignInAsMemberAsync(hidden))
        {
            await HideAsync(own);
        }

        // Typed again at the event, in the other order and script; entered on the roster and agreed for; another one renamed.
        using var editor = await site.SignInAsync(Role.Editor);
        var read = await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), Sheet, "button[value=read]",
            ("Input.Names", "Ever Plain"));
        (await editor.SubmitAsync(read, Sheet, Save, ("Input.Rows[1].Pick", "new"), ("Input.Rows[1].Choice", "PublicName"),
            ("Input.Rows[1].Means", "InPerson"), ("Input.Rows[1].GivenOn", "2026-05-14"))).ShouldHave(HttpStatusCode.OK);
        var second = await site.AddMemberAsync("", "易凡平");
        await site.AttendAsync(held, second, Consent.None);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(second)), "form#agree", "button", Agreed);
        var named = await site.AddMemberAsync("Other Person", "", alias: "Lantern");
        await site.AttendAsync(held, named, Gathering.Public);
        foreach (var (field, value) in new[] { ("Input.RomanisedName", "Plain Ever"), ("Input.NativeName", "易凡平") })
        {
            (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(named)), "form:has([name='Input.Alias'])", (field, value)))
                .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("asked to be shown less");
        }

        await NamedAsync(site, path, "Other Person", isNamed: true);
        await NamedAsync(site, path, "Plain", isNamed: false);
        await NamedAsync(site, path, "易凡平", isNamed: false);
        (await editor.GetAsync(SiteUrls.MemberNames(second))).AllOf("form.question").ShouldHaveSingleItem();
    }

    [OnEachDatabase]
    public async Task A_second_entry_that_was_named_before_is_asked_about_when_a_member_hides(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Before", database);
        var (other, otherPath) = await HeldAsync(site, "Beside", database);
        var hidden = await site.AddMemberAsync("Fore Named", "傅先明");
        var second = await site.AddMemberAsync("", "傅先明");
        foreach (var (happening, member) in new[] { (held, hidden), (held, second), (other, second) })
        {
            await site.AttendAsync(happening, member, Consent.None);
        }

        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(second)), "form#agree", "button", Agreed);
        await NamedAsync(site, path, "傅先明", isNamed: true);

        // At one event, and then everywhere; the same words again ask nothing again.
        using var own = await site.SignInAsMemberAsync(hidden);
        await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), $"form:has([name='Own.EventId'][value='{held:D}'])",
            ("Own.Choice", "Hidden"));
        await NamedAsync(site, path, "傅先明", isNamed: false);
        await NamedAsync(site, otherPath, "傅先明", isNamed: true);
        await HideAsync(own);
        await HideAsync(own);
        await NamedAsync(site, path, "傅先明", isNamed: false);
        await NamedAsync(site, otherPath, "傅先明", isNamed: false);

        // Nobody confirms it alone; a second person does, and it stays when the member repeats the choice.
        var asked = await editor.GetAsync(SiteUrls.MemberNames(second));
        asked.AllOf("form.question").Count.ShouldBe(2);
        (await editor.SubmitAsync(asked, "form.question:has([name=eventAsked]:not([value]))", "button[value=yes]"))
            .ShouldSay("Somebody else of the staff must say yes too");
        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(second)),
            "form.question:has([name=eventAsked]:not([value]))", "button[value=yes]"))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("one person alone does not decide this");
        await NamedAsync(site, otherPath, "傅先明", isNamed: false);
        using var colleague = await site.SignInAsync(Role.Editor);
        (await colleague.SubmitAsync(await colleague.GetAsync(SiteUrls.MemberNames(second)),
            "form.question:has([name=eventAsked]:not([value]))", "button[value=yes]")).ShouldHave(HttpStatusCode.OK);
        await HideAsync(own);
        await NamedAsync(site, otherPath, "傅先明", isNamed: true);

        // Hidden by staff: the same.
        var third = await site.AddMemberAsync("Fore Named", "");
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(third)), "form:has([name='Input.Alias'])",
            ("Input.NativeName", "傅先明"), ("Input.HiddenEverywhere", "true"));
        await NamedAsync(site, otherPath, "傅先明", isNamed: false);
    }

    [OnEachDatabase]
    public async Task Whatever_was_on_record_before_a_withdrawal_is_asked_about(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Shortcut", database);
        var member = await site.AddMemberAsync("Gao Ming", "高鸣");
        var second = await site.AddMemberAsync("Ming Gao", "");
        var (other, covered) = (await site.AddMemberAsync("Dong Hai", ""), await site.AddMemberAsync("Hai Dong", ""));
        foreach (var one in new[] { member, second, other, covered })
        {
            await site.AttendAsync(held, one, Consent.None);
        }

        using var editor = await site.SignInAsync(Role.Editor);
        using var own = await site.SignInAsMemberAsync(member);
        await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", "PublicName"));
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(second)), "form#agree", "button", Agreed);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(covered)), "form#agree", "button", Agreed);
        await HiddenByStaffAsync(isHidden: true);
        await NamedAsync(site, path, "Ming Gao", isNamed: true);

        // Staff heard "hide me" by phone, before the member says so; the entry that staff hid comes to light afterwards.
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(member)), "form#agree", "button",
            [.. Agreed, ("Input.Consent.Choice", "Hidden")]);
        await HideAsync(own);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(other)), "form#withdrawal", "button",
            ("Input.Withdrawal.Means", "InPerson"));
        await HiddenByStaffAsync(isHidden: false);

        await NamedAsync(site, path, "Gao", isNamed: false);
        await NamedAsync(site, path, "Dong", isNamed: false);

        async Task HiddenByStaffAsync(bool isHidden) => await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(covered)),
            "form:has([name='Input.Alias'])", ("Input.HiddenEverywhere", isHidden ? "true" : "false"));
    }

    [OnEachDatabase]
    public async Task A_withdrawal_that_staff_were_told_outlives_a_rename_and_a_merge(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Told", database);
        var member = await site.AddMemberAsync("Rena Target", "柳海鸥");
        var second = await site.AddMemberAsync("Target Rena", "");
        var named = await site.AddMemberAsync("Gerda Other", "");
        foreach (var one in new[] { member, second, named })
        {
            await site.AttendAsync(held, one, Consent.None);
        }

        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(named)), "form#agree", "button", Agreed);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(member)), "form#withdrawal", "button",
            ("Input.Withdrawal.Means", "InPerson"));

        // The same editor records the opposite; renames the entry that asked; brings the name to somebody who is named by a merge.
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(member)), "form#agree", "button", Agreed);
        (await editor.GetAsync(SiteUrls.MemberNames(member))).AllOf("form.question").ShouldHaveSingleItem();
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(member)), "form:has([name='Input.Alias'])",
            ("Input.RomanisedName", "Rena Targett"), ("Input.NativeName", ""));
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(second)), "form#agree", "button", Agreed);
        (await editor.GetAsync(SiteUrls.MemberNames(second))).AllOf("form.question").ShouldHaveSingleItem();
        var twin = await site.AddMemberAsync("", "柳海鸥");
        (await editor.SubmitAsync(await editor.GetAsync($"{SiteUrls.Merge(named)}?other={twin:D}"), "form:has([name=kept])"))
            .ShouldSay("asked to be shown less");

        await NamedAsync(site, path, "Gerda Other", isNamed: true);
        await NamedAsync(site, path, "Target", isNamed: false);
        await NamedAsync(site, path, "柳海鸥", isNamed: false);
    }

    [OnEachDatabase]
    public async Task A_name_that_somebody_hid_by_is_theirs_however_often_the_entry_is_renamed(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Renamed", database);
        var member = await site.AddMemberAsync("Kong Lei", "");
        var second = await site.AddMemberAsync("Lei Kong", "");
        await site.AttendAsync(held, second, Consent.None);
        using (var own = await site.SignInAsMemberAsync(member))
        {
            await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action$='handler=Alias']", ("Alias", "Storm Petrel"));
            await site.AttendAsync(held, await site.AddMemberAsync("Storm Petrel", ""), Gathering.Public);
            await NamedAsync(site, path, "Storm Petrel", isNamed: true);
            await HideAsync(own);
        }

        // What they are called is hidden with them.
        await NamedAsync(site, path, "Storm Petrel", isNamed: false);
        using var editor = await site.SignInAsync(Role.Editor);
        foreach (var number in Enumerable.Range(0, 21))
        {
            var version = await site.InDatabaseAsync(db =>
                db.Set<Member>().Where(m => m.Id == member).Select(m => m.Version).SingleAsync(TestContext.Current.CancellationToken));
            await site.AskAsync((SaveMember save) => save.RunAsync(Actor.CommandLine, new(member, $"Other Number{(char)('a' + number)}", "",
                "zh-Hans", "Storm Petrel", Standing.Member, "", false, version), TestContext.Current.CancellationToken));
        }

        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(second)), "form#agree", "button", Agreed);
        (await editor.GetAsync(SiteUrls.MemberNames(second))).AllOf("form.question").ShouldHaveSingleItem();
        await NamedAsync(site, path, "Kong", isNamed: false);
    }

    [OnEachDatabase]
    public async Task Who_agreed_to_an_alias_alone_is_named_by_it_alone_whatever_staff_enter_or_merge(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Merged", database);
        var member = await site.AddMemberAsync("Quil Real", "", alias: "海燕");
        await site.AttendAsync(held, member, Consent.None);
        using (var own = await site.SignInAsMemberAsync(member))
        {
            await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", "Alias"));
        }

        await site.LinkAsync(member, null);
        using var editor = await site.SignInAsync(Role.Editor);

        // The real name as what somebody else is called in public: at their consent, or after it.
        var crow = await site.AddMemberAsync("Crow Man", "", alias: "Quil Real");
        await site.AttendAsync(held, crow, Consent.None);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(crow)), "form#agree", "button",
            [.. Agreed, ("Input.Consent.Choice", "Alias")]);
        (await editor.GetAsync(SiteUrls.MemberNames(crow))).AllOf("form.question").ShouldHaveSingleItem();
        var wren = await site.AddMemberAsync("Wren Man", "", alias: "Nom Wren");
        await site.AttendAsync(held, wren, Gathering.Public with { Choice = NameChoice.Alias });
        var refused = (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(wren)), "form:has([name='Input.Alias'])",
            ("Input.Alias", "Quil Real"))).ShouldHave(HttpStatusCode.UnprocessableEntity);
        refused.One("[name='Input.Alias']").GetAttribute("aria-invalid").ShouldBe("true");

        // A merge, after which the alias is still theirs.
        var kept = await site.AddMemberAsync("Quil Dup", "");
        (await editor.SubmitAsync(await editor.GetAsync($"{SiteUrls.Merge(kept)}?other={member:D}"), "form:has([name=kept])"))
            .ShouldHave(HttpStatusCode.OK);
        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(kept)), "form:has([name='Input.Alias'])",
            ("Input.Alias", "Quil Real"))).ShouldHave(HttpStatusCode.UnprocessableEntity);

        await NamedAsync(site, path, "海燕", isNamed: true);
        await NamedAsync(site, path, "Nom Wren", isNamed: true);
        await NamedAsync(site, path, "Quil", isNamed: false);
    }

    [OnEachDatabase]
    public async Task Without_an_account_it_takes_two_or_a_day(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (held, path) = await HeldAsync(site, "Unlinked", database);
        var member = await site.AddMemberAsync("Deng Wei", "邓苇");
        await site.AttendAsync(held, member, Consent.None);
        using (var own = await site.SignInAsMemberAsync(member))
        {
            await HideAsync(own);
        }

        await site.LinkAsync(member, null);
        using var editor = await site.SignInAsync(Role.Editor);
        using var second = await site.SignInAsync(Role.Editor);
        var names = SiteUrls.MemberNames(member);
        await editor.SubmitAsync(await editor.GetAsync(names), "form#agree", "button", Agreed);
        await NamedAsync(site, path, "Deng Wei", isNamed: false);
        (await editor.GetAsync("/admin")).ShouldSay("looser word");

        // Who asked does not answer on the same day; somebody else does.
        (await editor.SubmitAsync(await editor.GetAsync(names), "form.question", "button[value=yes]"))
            .ShouldHave(HttpStatusCode.UnprocessableEntity);
        await NamedAsync(site, path, "Deng Wei", isNamed: false);
        (await second.SubmitAsync(await second.GetAsync(names), "form.question", "button[value=yes]")).ShouldHave(HttpStatusCode.OK);
        await NamedAsync(site, path, "Deng Wei", isNamed: true);
    }

    [OnEachDatabase]
    public async Task A_question_does_not_outlive_a_stricter_word(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, path) = await HeldAsync(site, "Outdated", database);
        var member = await site.AddMemberAsync("Fang Ting", "方亭");
        await site.AttendAsync(held, member, Consent.None);
        using (var own = await site.SignInAsMemberAsync(member))
        {
            await HideAsync(own);
        }

        await site.LinkAsync(member, null);
        using var editor = await site.SignInAsync(Role.Editor);
        using var second = await site.SignInAsync(Role.Editor);
        var names = SiteUrls.MemberNames(member);

        Task<WebPage> AtAllAsync(params (string, string)[] said) => SayAsync(editor, names, "form#agree", "button", Agreed, said);
        Task<WebPage> AtEventAsync(params (string, string)[] said) =>
            SayAsync(editor, SiteUrls.Attendance(held), Sheet, Save, AgreedHere, said);
        Func<Task<WebPage>>[] asking = [() => AtEventAsync(), () => AtAllAsync(), () => AtEventAsync()];
        Func<Task<WebPage>>[] hiding =
        [
            () => AtEventAsync(("Input.Rows[0].Choice", "Hidden")), () => AtAllAsync(("Input.Consent.Choice", "Hidden")),
            () => AtAllAsync(("Input.Consent.Choice", "Hidden"), ("Input.Consent.Means", "InWriting")),
        ];
        foreach (var (ask, hide) in asking.Zip(hiding))
        {
            await ask();
            var open = await second.GetAsync(names);
            open.One("form.question");
            await hide();
            (await second.SubmitAsync(open, "form.question", "button[value=yes]")).ShouldHave(HttpStatusCode.UnprocessableEntity);
            (await second.GetAsync(names)).AllOf("form.question").ShouldBeEmpty();
            await NamedAsync(site, path, "Fang Ting", isNamed: false);
        }

        // So it is where the entry becomes that of two.
        await AtAllAsync();
        var before = await second.GetAsync(names);
        var other = await site.AddMemberAsync("Fang Tingg", "方亭");
        (await editor.SubmitAsync(await editor.GetAsync($"{SiteUrls.Merge(member)}?other={other:D}"), "form:has([name=kept])"))
            .ShouldHave(HttpStatusCode.OK);
        (await second.SubmitAsync(before, "form.question", "button[value=yes]")).ShouldHave(HttpStatusCode.UnprocessableEntity);
        await NamedAsync(site, path, "Fang Ting", isNamed: false);
    }

    [OnEachDatabase]
    public async Task An_account_that_an_admin_links_or_admits_loosens_nothing_on_the_same_day(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (held, path) = await HeldAsync(site, "Linked", database);
        var member = await site.AddMemberAsync("Lan Yi", "蓝翼");
        await site.AttendAsync(held, member, Consent.None);
        var (adminEmail, adminId) = await site.HireAsync(Role.Admin);
        using var admin = site.Visit();
        await admin.SignInAsync(adminEmail);
        await admin.SubmitAsync(await admin.GetAsync(SiteUrls.MemberNames(member)), "form#withdrawal", "button",
            ("Input.Withdrawal.Means", "InPerson"));
        await admin.SubmitAsync(await admin.GetAsync(SiteUrls.MemberNames(member)), "form#agree", "button", Agreed);

        // The second person of the staff may be the first under another name.
        var (email, account) = await site.HireAsync(Role.Member);
        await site.AskAsync((ChangeRole change) =>
            change.RunAsync(Actor.Account(adminId, Role.Admin), account, Role.Editor, TestContext.Current.CancellationToken));
        using (var second = site.Visit())
        {
            await second.SignInAsync(email);
            (await second.SubmitAsync(await second.GetAsync(SiteUrls.MemberNames(member)), "form.question", "button[value=yes]"))
                .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("one person alone does not decide this");
        }

        await NamedAsync(site, path, "Lan Yi", isNamed: false);
        await site.LinkAsync(member, account);
        using var linked = site.Visit();
        await linked.SignInAsync(email);
        (await ChooseAsync()).ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("less than a day ago");
        (await linked.SubmitAsync(await linked.GetAsync(SiteUrls.OwnNames), "form.question", "button[value=yes]"))
            .ShouldHave(HttpStatusCode.UnprocessableEntity);
        await NamedAsync(site, path, "Lan Yi", isNamed: false);

        site.Clock.Move(TimeSpan.FromHours(25));
        await linked.SignInAsync(email);
        (await ChooseAsync()).ShouldHave(HttpStatusCode.OK);
        await NamedAsync(site, path, "Lan Yi", isNamed: true);

        async Task<WebPage> ChooseAsync() => await linked.SubmitAsync(await linked.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)",
            ("Own.Choice", "PublicName"));
    }

    [OnEachDatabase]
    public async Task What_a_member_allowed_until_a_day_no_second_entry_outlasts(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (held, path) = await HeldAsync(site, "Ending", database);
        var member = await site.AddMemberAsync("Hao Dan", "郝丹");
        var (earlier, later) = (await site.AddMemberAsync("Dan Hao", ""), await site.AddMemberAsync("", "郝丹"));
        foreach (var one in new[] { member, earlier, later })
        {
            await site.AttendAsync(held, one, Consent.None);
        }

        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(earlier)), "form#agree", "button", Agreed);
        using (var own = await site.SignInAsMemberAsync(member))
        {
            await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", "PublicName"),
                ("Own.Until", "2026-06-01"));
        }

        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(later)), "form#agree", "button", Agreed);
        (await editor.GetAsync(SiteUrls.MemberNames(later))).AllOf("form.question").ShouldHaveSingleItem();
        await NamedAsync(site, path, "Hao", isNamed: true);
        site.Clock.Move(TimeSpan.FromDays(30));
        await NamedAsync(site, path, "Hao", isNamed: false);
        await NamedAsync(site, path, "郝丹", isNamed: false);
    }

    [OnEachDatabase]
    public async Task A_consent_for_a_second_entry_in_the_instant_of_hiding_names_nobody(DatabaseKind database)
    {
        var hook = new DatabaseHook();
        await using var site = await CmsSite.StartAsync(database, new() { Adjust = hook.AddTo });
        var (held, path) = await HeldAsync(site, "Instant", database);
        var (member, second) = (await site.AddMemberAsync("Jia Ning", "贾宁"), await site.AddMemberAsync("Ning Jia", ""));
        await site.AttendAsync(held, member, Consent.None);
        await site.AttendAsync(held, second, Consent.None);
        using var own = await site.SignInAsMemberAsync(member);
        using var editor = await site.SignInAsync(Role.Editor);
        var (form, names) = (await editor.GetAsync(SiteUrls.MemberNames(second)), await own.GetAsync(SiteUrls.OwnNames));

        // The editor's form has read what others said, and is about to be saved; then the member hides.
        Task<WebPage>? hiding = null;
        hook.BeforeWriting = async (command, _) =>
        {
            if (hiding is null && command.CommandText.Contains("\"Consents\"", StringComparison.Ordinal))
            {
                hiding = Task.Run(() => own.SubmitAsync(names, "form[action*=Withdraw]"));
                await Task.WhenAny(hiding, Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
            }
        };
        await editor.SubmitAsync(form, "form#agree", "button", Agreed);

        (await hiding.ShouldNotBeNull()).ShouldHave(HttpStatusCode.OK);
        await NamedAsync(site, path, "Jia", isNamed: false);
        (await editor.GetAsync(SiteUrls.MemberNames(second))).AllOf("form.question").ShouldHaveSingleItem();
    }

    [OnEachDatabase]
    public async Task Loosening_asks_who_it_is_and_hiding_does_not(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (held, path) = await HeldAsync(site, "Proven", database);
        var member = await site.AddMemberAsync("Er Shan", "尔山");
        await site.AttendAsync(held, member, Consent.None);
        using var editor = await site.SignInAsync(Role.Editor);
        site.Clock.Move(TimeSpan.FromMinutes(11));

        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(member)), "form#agree", "button", Agreed);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Attendance(held)), Sheet, Save, AgreedHere);
        await NamedAsync(site, path, "Er Shan", isNamed: false);
        (await site.ConsentsOfAsync(member)).ShouldBeEmpty();

        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(member)), "form#agree", "button",
            [.. Agreed, ("Input.Consent.Choice", "Hidden")])).ShouldSay("The agreement is recorded.");

        // Another name for an entry that is shown; a row that staff hid, taken off the list and put on it again; a table.
        var shown = await site.AddMemberAsync("Shown Entry", "");
        var covered = await site.AddMemberAsync("Covered Row", "");
        await site.AttendAsync(held, shown, Gathering.Public);
        await site.AttendAsync(held, covered, Gathering.Public);
        await site.InDatabaseAsync(db => db.Set<Attendance>().Where(a => a.MemberId == covered)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.HiddenByStaff, true), TestContext.Current.CancellationToken));
        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(shown)), "form:has([name='Input.Alias'])",
            ("Input.RomanisedName", "Wanted Name"))).ShouldSay("Confirm it is you");
        var table = await editor.SendFileAsync(await editor.GetAsync(SiteUrls.MembersTable), "form[enctype]",
            System.Text.Encoding.UTF8.GetBytes($"id,romanised\n{shown:D},Wanted Name\n"));
        (await editor.SubmitAsync(table, "form[action$=Save]")).ShouldSay("Confirm it is you");
        await NamedAsync(site, path, "Wanted Name", isNamed: false);
        var list = await editor.GetAsync(SiteUrls.Attendance(held));
        var at = list.AllOf("form.sheet [name$='.Remove']").Count - 1;
        (await editor.SubmitAsync(list, Sheet, Save, ($"Input.Rows[{at}].Remove", "true"))).ShouldSay("Confirm it is you");
        await NamedAsync(site, path, "Covered", isNamed: false);

        // The member themselves: somebody who found their screen unlocked names nobody.
        using var own = await site.SignInAsMemberAsync(member);
        site.Clock.Move(TimeSpan.FromMinutes(11));
        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", "PublicName")))
            .ShouldSay("Confirm it is you");
        await NamedAsync(site, path, "Er Shan", isNamed: false);
        await HideAsync(own);
    }

    [Fact]
    public async Task Staff_with_accounts_of_their_own_name_nobody_by_linking_renaming_or_merging()
    {
        var database = DatabaseKind.Sqlite;
        await using var site = await CmsSite.StartAsync(database);
        var (held, path) = await HeldAsync(site, "Borrowed", database);
        var aliased = await site.AddMemberAsync("Mira Sealed", "封米拉", alias: "Night Tern");
        var hidden = await site.AddMemberAsync("Nadir Veiled", "奈迪尔");
        var told = await site.AddMemberAsync("", "欧阳藏");
        var (renamed, merged) = (await site.AddMemberAsync("Ren Amer", ""), await site.AddMemberAsync("Mer Ger", ""));
        foreach (var one in new[] { aliased, hidden, told, renamed, merged })
        {
            await site.AttendAsync(held, one, Consent.None);
        }

        using (var own = await site.SignInAsMemberAsync(aliased))
        {
            await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", "Alias"));
        }

        using (var own = await site.SignInAsMemberAsync(hidden))
        {
            await HideAsync(own);
        }

        // The account of who works with them has been theirs for long.
        var (email, account) = await site.HireAsync(Role.Member);
        await site.LinkAsync(merged, account);
        site.Clock.Move(TimeSpan.FromHours(25));

        // Another account is linked with the entry of somebody who chose an alias: it chooses the name as its alias, or another one.
        using var editor = await site.SignInAsync(Role.Editor);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(told)), "form#withdrawal", "button",
            ("Input.Withdrawal.Means", "InPerson"));
        await site.LinkAsync(aliased, null);
        using (var puppet = await site.SignInAsMemberAsync(aliased))
        {
            foreach (var (alias, sentence) in new[] { ("Sealed (Mira)", "own name"), ("Mira, wife of Li", "less than a day ago") })
            {
                (await puppet.SubmitAsync(await puppet.GetAsync(SiteUrls.OwnNames), "form[action$='handler=Alias']", ("Alias", alias)))
                    .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay(sentence);
            }
        }

        // Their own entry gets the name, from the form or from the entry of who has no account, and they choose to be named.
        using var renaming = await site.SignInAsMemberAsync(renamed);
        await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(renamed)), "form:has([name='Input.Alias'])",
            ("Input.RomanisedName", "Nadir Veiled"));
        using var merging = site.Visit();
        await merging.SignInAsync(email);
        (await editor.SubmitAsync(await editor.GetAsync($"{SiteUrls.Merge(merged)}?other={told:D}"), "form:has([name=kept])"))
            .ShouldHave(HttpStatusCode.OK);
        foreach (var own in new[] { renaming, merging })
        {
            (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", "PublicName")))
                .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("less than a day ago");
        }

        // An entry that is named is hidden, renamed and shown again; or has the name with letters that only look the same.
        foreach (var (first, then) in new[] { ("Cover Entry", "Nadir Veiled"), ("Letter Entry", "N\u0430dir V\u0435iled") })
        {
            var cover = await site.AddMemberAsync(first, "");
            await site.AttendAsync(held, cover, Gathering.Public);
            await EditAsync(cover, ("Input.HiddenEverywhere", "true"));
            await EditAsync(cover, ("Input.RomanisedName", then));
            (await EditAsync(cover, ("Input.HiddenEverywhere", "false"))).ShouldHave(HttpStatusCode.UnprocessableEntity)
                .ShouldSay("asked to be shown less");
        }

        await NamedAsync(site, path, "Night Tern", isNamed: true);
        foreach (var name in (string[])["Mira", "Nadir", "欧阳藏", "diled", "iled"])
        {
            await NamedAsync(site, path, name, isNamed: false);
        }

        async Task<WebPage> EditAsync(Guid member, params (string, string)[] fields) =>
            await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Member(member)), "form:has([name='Input.Alias'])", fields);
    }

    [Fact]
    public async Task A_merge_names_nobody_for_longer_or_at_more_events_than_each_of_the_two_allowed()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var (held, path) = await HeldAsync(site, "Ended", DatabaseKind.Sqlite);
        var (other, otherPath) = await HeldAsync(site, "Elsewhere", DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        foreach (var (name, native, choice, event1, event2) in new[]
        {
            ("Pavel Ending", "", "PublicName", (Guid?)null, held), ("Petra Hiding", "", "Hidden", null, other),
            ("Paula Both", "", "PublicName", held, held),
        })
        {
            var member = await site.AddMemberAsync(name, native);
            await site.AttendAsync(held, member, Consent.None);
            using (var own = await site.SignInAsMemberAsync(member))
            {
                await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form:has(#Own_Choice)", ("Own.Choice", choice),
                    ("Own.Until", choice == "Hidden" ? "" : "2026-06-01"));
            }

            // The twin has another name, so that nothing is asked, and is merged into the entry later.
            site.Clock.Move(TimeSpan.FromSeconds(1));
            var twin = await site.AddMemberAsync("Twin Of " + name[^6..], "");
            await site.AttendAsync(event2, twin, event1 is null && event2 == held ? Consent.None : Gathering.Public);
            if (event1 is null && event2 == held)
            {
                await editor.SubmitAsync(await editor.GetAsync(SiteUrls.MemberNames(twin)), "form#agree", "button", Agreed);
            }

            (await editor.SubmitAsync(await editor.GetAsync($"{SiteUrls.Merge(member)}?other={twin:D}"), "form:has([name=kept])"))
                .ShouldHave(HttpStatusCode.OK);
        }

        await NamedAsync(site, path, "Pavel", isNamed: true);
        await NamedAsync(site, otherPath, "Petra", isNamed: false);
        site.Clock.Move(TimeSpan.FromDays(30));
        await NamedAsync(site, path, "Pavel", isNamed: false);
        await NamedAsync(site, path, "Paula", isNamed: false);
    }

    [Fact]
    public async Task A_choice_that_is_sent_again_in_the_instant_of_hiding_names_nobody()
    {
        var hook = new DatabaseHook();
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new() { Adjust = hook.AddTo });
        var (held, path) = await HeldAsync(site, "Twice", DatabaseKind.Sqlite);
        var member = await site.AddMemberAsync("Rosa Hasty", "");
        await site.AttendAsync(held, member, Consent.None);
        using var own = await site.SignInAsMemberAsync(member);
        var names = await own.GetAsync(SiteUrls.OwnNames);
        await own.SubmitAsync(names, "form:has(#Own_Choice)", ("Own.Choice", "PublicName"));
        site.Clock.Move(TimeSpan.FromMinutes(11));

        // A stolen session repeats the choice, which asks for no proof. It was judged, and is about to be saved; then the member hides.
        var hidden = false;
        hook.BeforeTransaction = async () =>
        {
            if (!hidden)
            {
                hidden = true;
                await HideAsync(own);
            }
        };
        (await own.SubmitAsync(names, "form:has(#Own_Choice)", ("Own.Choice", "PublicName"))).ShouldSay("Confirm it is you");

        hidden.ShouldBeTrue();
        await NamedAsync(site, path, "Rosa", isNamed: false);
    }

    private static async Task<(Guid Held, string Path)> HeldAsync(CmsSite site, string word, DatabaseKind database) =>
        (await site.PublishEventAsync($"{word} {database}"), $"/events/{word}-{database}".ToLowerInvariant());

    private static async Task<WebPage> SayAsync(Browser staff, string page, string form, string button, (string, string)[] agreed,
        (string, string)[] said) => (await staff.SubmitAsync(await staff.GetAsync(page), form, button, [.. agreed, .. said]))
        .ShouldHave(HttpStatusCode.OK);

    private static async Task HideAsync(Browser own) =>
        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]")).ShouldHave(HttpStatusCode.OK);

    private static async Task NamedAsync(CmsSite site, string path, string name, bool isNamed)
    {
        using var reader = site.Visit();
        var page = (await reader.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
        _ = isNamed ? page.ShouldSay(name) : page.ShouldNotHold(name);
    }
}
