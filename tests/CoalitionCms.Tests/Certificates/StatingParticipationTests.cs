using System.Net;
using System.Text;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Certificates;
using CoalitionCms.Features.Certificates.Actions;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Certificates;

/// <summary>A member makes out a statement; who holds its code can check it, and nobody learns anything without.</summary>
public sealed class StatingParticipationTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_statement_is_printed_checked_and_revoked(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Stated " + database, chinese: "所证之夜" + database);
        var (mine, others) = (await site.AddMemberAsync("Ji Wen", "纪文"), await site.AddMemberAsync("Kang Le", "康乐"));
        await site.AttendAsync(held, mine, Consent.None, roles: AttendanceRoles.Speaker);
        await site.AttendAsync(held, others, Gathering.Public);
        using var own = await site.SignInAsMemberAsync(mine);
        var before = await site.AuditHeadAsync();

        var record = await own.GetAsync(SiteUrls.OwnRecord);
        record.ShouldHave(HttpStatusCode.OK).ShouldSay("Stated " + database).ShouldSay("2026").ShouldSay("Speaker");
        (await own.SubmitAsync(record, "form#statement")).ShouldHave(HttpStatusCode.UnprocessableEntity)
            .ShouldSay("Tick at least one event.");
        var printed = await own.SubmitAsync(record, "form#statement", ("Chosen", "true"), ("Language", "zh-Hans"));
        printed.ShouldHave(HttpStatusCode.OK).ShouldSay("兹证明").ShouldSay("纪文（Ji Wen）").ShouldSay("所证之夜" + database).ShouldSay("2026年5月14日");
        printed.One("html").GetAttribute("lang").ShouldBe("zh-Hans");
        printed.ShouldNotHold("康乐");
        var code = printed.One(".statement strong.mono").TextContent;
        System.Text.RegularExpressions.Regex.IsMatch(code, "^([23456789ABCDEFGHJKMNPQRSTVWXYZ]{4}-){4}[23456789ABCDEFGHJKMNPQRSTVWXYZ]{4}$")
            .ShouldBeTrue(code);

        using var holder = site.Visit();
        foreach (var typed in (string[])[code, code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal), code.Replace('-', ' ')])
        {
            var checkedPage = await holder.GetAsync("/verify/" + Uri.EscapeDataString(typed));
            checkedPage.ShouldHave(HttpStatusCode.OK).ShouldSay("This statement is genuine and valid.").ShouldSay("Ji Wen (纪文)")
                .ShouldSay("18 April 2026").ShouldNotHold("Kang Le").ShouldNotHold("康乐");
            checkedPage.Header("Cache-Control").ShouldBe("no-store");
            checkedPage.Header("X-Robots-Tag").ShouldBe("noindex");
            checkedPage.Header("Referrer-Policy").ShouldBe("no-referrer");
        }

        (await holder.SubmitAsync(await holder.GetAsync("/ko/verify"), "main form", ("code", code))).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("纪文");

        // The statement is of its day: what is corrected later changes it not, it is revoked instead.
        await site.InDatabaseAsync(db =>
            db.Set<Attendance>().Where(a => a.EventId == held && a.MemberId == mine)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Status, AttendanceStatus.Apologies), TestContext.Current.CancellationToken));
        (await holder.GetAsync("/verify/" + code)).ShouldSay("This statement is genuine and valid.");

        // A withdrawn consent leaves it standing, and says so.
        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]"))
            .ShouldSay("One statement of participation with your name can still be checked");
        (await holder.GetAsync("/verify/" + code)).ShouldSay("Ji Wen");
        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnRecord), "form[action*=Revoke]"))
            .ShouldSay("Revoked. Anybody who checks the code will see this.");
        (await holder.GetAsync("/verify/" + code)).ShouldHave(HttpStatusCode.OK).ShouldSay("This statement was revoked")
            .ShouldNotHold("Ji Wen").ShouldNotHold("纪文").ShouldNotHold("18 April");

        (await site.AuditedSinceAsync(before))
            .ShouldBe([AuditVerb.CertificateIssued, AuditVerb.ConsentWithdrawn, AuditVerb.CertificateRevoked]);
        (await site.LoggedSinceAsync(before)).ShouldNotContain(code);
        site.Log.All.ShouldNotContain(line =>
            line.Contains(code, StringComparison.OrdinalIgnoreCase) || line.Contains("/verify", StringComparison.Ordinal));
    }

    [OnEachDatabase]
    public async Task The_database_alone_tells_nothing_of_what_a_statement_says(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Sealed " + database);
        var member = await site.AddMemberAsync("Lu Ming", "路明");
        await site.AttendAsync(held, member, Consent.None);
        var (_, account) = await site.HireAsync(Role.Member);
        await site.LinkAsync(member, account);
        var stop = TestContext.Current.CancellationToken;

        var issued =
            (await site.AskAsync((IssueCertificate issue) =>
            issue.RunAsync(Actor.Account(account, Role.Member) with { IsProven = true }, new([held], "en"), stop))).Value;

        var row = await site.InDatabaseAsync(db =>
            db.Set<Certificate>().AsNoTracking().SingleAsync(s => s.Id == issued.CertificateId, stop));
        row.CodeHash.ShouldNotContain(issued.Code.Replace("-", "", StringComparison.Ordinal));
        foreach (var word in (string[])["Lu Ming", "路明", "Sealed", issued.Code])
        {
            row.Sealed.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)).ShouldBe(-1);
        }

        // What was changed behind the program's back confirms nothing.
        var changed = row.Sealed.ToArray();
        changed[^1] ^= 1;
        await site.InDatabaseAsync(db =>
            db.Set<Certificate>().Where(s => s.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Sealed, changed), stop));
        (await site.AskAsync((CertificateQueries queries) => queries.OpenAsync(issued.Code, stop))).ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task Nobody_states_what_is_not_theirs_nor_sees_or_revokes_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (held, coming) =
            (await site.PublishEventAsync("Not yours " + database),
            await site.PublishEventAsync("To come " + database, Gathering.Facts with { StartsOn = new DateOnly(2026, 6, 1) }));
        var (victim, attacker) = (await site.AddMemberAsync("Mei Zhu", "梅竹"), await site.AddMemberAsync("Nie Fan", "聂帆"));
        await site.AttendAsync(held, victim, Gathering.Public);
        await site.AttendAsync(held, attacker, Consent.None, AttendanceStatus.Apologies);
        await site.AttendAsync(coming, attacker, Consent.None);
        var (email, account) = await site.HireAsync(Role.Member);
        await site.LinkAsync(victim, account);
        using var own = site.Visit();
        await own.SignInAsync(email);
        using var elsewhere = site.Visit();
        await elsewhere.SignInAsync(email);
        using var other = await site.SignInAsMemberAsync(attacker);
        using var editor = await site.SignInAsync(Role.Editor);
        var printed = await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnRecord), "form#statement", ("Chosen", "true"));
        var (path, code) = (printed.Path, printed.One(".statement strong.mono").TextContent);
        var before = await site.AuditHeadAsync();
        var token = (await other.GetAsync(SiteUrls.OwnNames)).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;

        foreach (var foreign in (Guid[])[held, coming, Guid.CreateVersion7()])
        {
            (await other.PostAsync(SiteUrls.OwnRecord, ("__RequestVerificationToken", token), ("Chosen", foreign.ToString("D")),
                ("Language", "en")))
                .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("One of the events is not on your record as attended.");
        }

        (await other.GetAsync(path)).ShouldHave(HttpStatusCode.NotFound);
        (await other.PostAsync(path, ("__RequestVerificationToken", token), ("Code", code))).ShouldHave(HttpStatusCode.NotFound)
            .ShouldNotHold("Mei Zhu");
        (await other.PostAsync(SiteUrls.OwnRecord + "?handler=Revoke", ("__RequestVerificationToken", token), ("id", path.Split('/')[^1])))
            .ShouldHave(HttpStatusCode.NotFound);
        (await other.PostAsync(SiteUrls.OwnRecord + "?handler=RevokeAll", ("__RequestVerificationToken", token)))
            .ShouldHave(HttpStatusCode.OK);
        (await other.PostAsync(SiteUrls.OwnRecord, ("Chosen", held.ToString("D")))).ShouldHave(HttpStatusCode.BadRequest);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();

        // Later, in another browser, the code is asked for; a wrong one opens nothing.
        var again = await elsewhere.GetAsync(path);
        again.ShouldHave(HttpStatusCode.OK).ShouldNotHold("Mei Zhu");
        (await elsewhere.SubmitAsync(again, "main form", ("Code", "2222-2222-2222-2222-2222")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("This is not the code of this statement.");
        (await elsewhere.SubmitAsync(again, "main form", ("Code", code))).ShouldHave(HttpStatusCode.OK).ShouldSay("Mei Zhu (梅竹)");

        // Staff see that there is one, not what it says, and may revoke it.
        var listed = await editor.GetAsync(SiteUrls.MemberCertificates(victim));
        listed.ShouldSay("one event").ShouldNotHold("Not yours").ShouldNotHold(code);
        (await editor.SubmitAsync(listed, "main form")).ShouldSay("Revoked");

        // Who has the session alone gets no statement, which would outlive it.
        site.Clock.Move(TimeSpan.FromMinutes(11));
        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnRecord), "form#statement", ("Chosen", "true")))
            .ShouldSay("Confirm it is you");
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.CertificateRevoked]);
    }

    [OnEachDatabase]
    public async Task Trying_codes_leads_nowhere_and_is_slowed_down(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var member = await site.AddMemberAsync("Mei Zhu", "梅竹");
        await site.AttendAsync(await site.PublishEventAsync("Vigil"), member, Gathering.Public);
        using var own = await site.SignInAsMemberAsync(member);
        var printed = await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnRecord), "form#statement", ("Chosen", "true"));
        using var guesser = site.Visit();
        string[] tries =
            ["none", "2222-2222-2222-2222-2222", "O0O0-1I1L-0000-0000-0000", "%F0%9F%98%80", new string('2', 300),
            "2222 2222 2222 2222 2222%00"];
        var answers = new List<WebPage>();
        foreach (var code in tries)
        {
            answers.Add(await guesser.GetAsync("/verify/" + code));
        }

        // Unknown and malformed say the same.
        answers.Where(a => a.Status != HttpStatusCode.BadRequest)
            .ShouldAllBe(a =>
            a.Status == HttpStatusCode.NotFound && a.Text.Contains("No statement has this code.", StringComparison.Ordinal));

        // On a slow machine some tries come back while others are made: what counts is that there is an end to them.
        for (var i = 0; i < 10 * CertificateLimits.OfClient && answers[^1].Status != HttpStatusCode.TooManyRequests; i++)
        {
            answers.Add(await guesser.GetAsync($"/verify/2222-2222-2222-2222-22{(char)('A' + (i % 8))}{(char)('2' + (i % 8))}"));
        }

        answers[^1].ShouldHave(HttpStatusCode.TooManyRequests).ShouldSay("Too many codes were tried.");

        // Who holds a right code is not shut out by others behind the same address.
        (await guesser.GetAsync("/verify/" + printed.One(".statement strong.mono").TextContent)).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("This statement is genuine and valid.");
        (await guesser.GetAsync("/zh-Hans/verify/2222-2222-2222-2222-2222")).ShouldHave(HttpStatusCode.TooManyRequests);
        (await guesser.GetAsync("/verify")).ShouldHave(HttpStatusCode.OK);
        (await guesser.GetAsync("/")).ShouldHave(HttpStatusCode.OK);
        (await guesser.GetAsync("/sitemap.xml")).ShouldNotHold("/verify");
        site.Log.All.ShouldNotContain(line => line.Contains("2222", StringComparison.Ordinal));
    }
}
