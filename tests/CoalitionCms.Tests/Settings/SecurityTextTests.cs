using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;

namespace CoalitionCms.Tests.Settings;

/// <summary>security.txt (RFC 9116): whom to tell of a weakness, and until when that is known to be right.</summary>
public sealed class SecurityTextTests
{
    private const string Path = "/.well-known/security.txt";

    [OnEachDatabase]
    public async Task It_names_contact_and_end_and_admins_are_told_before_it_ends(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions
        {
            WithStarter = true,
            Settings = new Dictionary<string, string?> { ["Cms:BaseUrl"] = "https://coalition.example", ["Cms:Hosts:0"] = "127.0.0.1" },
        });
        using var finder = site.Visit();
        using var admin = await site.SignInAsync(Role.Admin);
        (await finder.GetAsync(Path)).ShouldHave(HttpStatusCode.NotFound);
        (await HealthAsync()).ShouldContain("nobody is told whom to tell");

        await SaveAsync("security@coalition.example", "2027-05-13");

        var text = (await finder.GetAsync(Path)).ShouldHave(HttpStatusCode.OK);
        text.Header("Content-Type").ShouldBe("text/plain; charset=utf-8");
        text.Body.ShouldBe("Contact: mailto:security@coalition.example\nExpires: 2027-05-13T23:59:59Z\n"
            + "Canonical: https://coalition.example/.well-known/security.txt\n");
        (await HealthAsync()).ShouldContain("It is valid until Thursday, May 13, 2027.");
        (await admin.GetAsync("/admin")).ShouldNotHold("security.txt");

        site.Clock.Move(TimeSpan.FromDays(340));
        using var later = await site.SignInAsync(Role.Admin);
        (await later.GetAsync("/admin/health")).One("#securitytext.problem.warn");
        (await later.GetAsync("/admin")).One(".needs a[href='/admin/health#securitytext']");
        site.Clock.Move(TimeSpan.FromDays(30));
        using var tooLate = await site.SignInAsync(Role.Admin);
        (await tooLate.GetAsync("/admin/health")).One("#securitytext.problem.danger");

        async Task<string> HealthAsync() => (await admin.GetAsync("/admin/health")).One("#securitytext").TextContent;

        async Task SaveAsync(string contact, string until) => (await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), "main form",
            ("Input.SecurityContact", contact), ("Input.SecurityUntil", until))).ShouldSay("The settings are saved.");
    }

    [OnEachDatabase]
    public async Task What_is_no_contact_and_an_end_that_is_missing_or_too_far_away_are_refused(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var admin = await site.SignInAsync(Role.Admin);
        foreach (var (contact, until, field) in new[]
        {
            ("javascript:alert(1)", "2026-12-01", "SecurityContact"), ("http://coalition.example/report", "2026-12-01", "SecurityContact"),
            ("nobody", "2026-12-01", "SecurityContact"), ("mailto:", "2026-12-01", "SecurityContact"),
            ("mailto:a@b.example\nExpires: 2099-01-01T00:00:00Z", "2026-12-01", "SecurityContact"),
            ("tel:x", "2026-12-01", "SecurityContact"),
            ("a@b.example", "", "SecurityUntil"), ("a@b.example", "2027-05-14", "SecurityUntil"), ("", "2026-12-01", "SecurityUntil"),
        })
        {
            var again = await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), "main form",
                ("Input.SecurityContact", contact), ("Input.SecurityUntil", until));
            again.ShouldHave(HttpStatusCode.UnprocessableEntity).One($".field.bad:has([name='Input.{field}']) .err");
        }

        foreach (var good in (string[])["https://coalition.example/report", "tel:+1-201-555-0123", "mailto:a@b.example"])
        {
            (await admin.SubmitAsync(await admin.GetAsync("/admin/settings"), "main form",
                ("Input.SecurityContact", good), ("Input.SecurityUntil", "2026-12-01"))).ShouldSay("The settings are saved.");
            (await site.Visit().GetAsync(Path)).Body.ShouldStartWith($"Contact: {good}\nExpires: 2026-12-01T23:59:59Z\n");
        }
    }
}
