using System.Globalization;
using System.Net;
using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class SendingBrokenFormsTests(AccountSites sites) : IClassFixture<AccountSites>
{
    private const string Urlencoded = "application/x-www-form-urlencoded";

    [OnEachDatabase]
    public async Task A_body_that_is_no_form_gets_one_sentence_and_never_an_error_of_the_site(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        foreach (var path in new[] { "/account/login", "/account/login?handler=Code", "/account/login?handler=Passkey", "/account/join",
            "/account/reset" })
        {
            foreach (var (type, body) in Broken)
            {
                using var browser = site.VisitFromElsewhere();
                var answer = await SendAsync(browser, path, type, body);
                var what = string.Create(CultureInfo.InvariantCulture, $"{path} {type} {body[..Math.Min(40, body.Length)]}\n{answer}");
                ((int)answer.Status).ShouldBeInRange(400, 499, what);
                answer.Body.ShouldContain("<h1", customMessage: what);
            }
        }
    }

    [OnEachDatabase]
    public async Task Nor_do_the_forms_of_the_signed_in_about_themselves(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var member = site.VisitFromElsewhere();
        await member.SignInAsync((await site.HireAsync(Role.Member)).Email);
        await member.AddAppAsync(site);
        var token = Uri.EscapeDataString((await member.GetAsync("/account")).One("input[name=__RequestVerificationToken]")
            .GetAttribute("value")!);
        foreach (var path in new[] { "/account/confirm", "/account/confirm?handler=Passkey", "/account/factors?handler=Rename",
            "/account/factors?handler=RemovePasskey", "/account/factors/app", "/account/factors/passkey", "/account?handler=Password",
            "/account", "/account/sessions?handler=End" })
        {
            (string, string)[] withToken =
            [
                (Urlencoded, $"Input.Code=%00&code=%00&id=%00&Name=%00&__RequestVerificationToken={token}"),
                (Urlencoded, $"{string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"f{i}=1"))}&__RequestVerificationToken={token}"),
            ];
            foreach (var (type, body) in Broken.Concat(withToken))
            {
                var answer = await SendAsync(member, path, type, body);
                var what = string.Create(CultureInfo.InvariantCulture, $"{path} {type} {body[..Math.Min(40, body.Length)]}\n{answer}");
                ((int)answer.Status).ShouldBeInRange(400, 499, what);
                answer.Body.ShouldContain("<h1", customMessage: what);
            }

            // What can be read but is nothing that a form of ours sends.
            foreach (var odd in new[] { "Input.Offer=%EF%BF%BF&Input.Code=%F0%9F%92%A9", "id=%ED%A0%80&Name=%C0%80",
                "State=..&Credential=%7B%22id%22%3A1%7D", "pending=&code=", "Input=1&Input.=2&Input[0]=3" })
            {
                var answer = await SendAsync(member, path, Urlencoded, $"{odd}&__RequestVerificationToken={token}");
                ((int)answer.Status).ShouldBeLessThan(500, $"{path} {odd}\n{answer}");
            }
        }
    }

    [OnEachDatabase]
    public async Task A_null_character_in_a_field_of_a_good_form_is_refused(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var (email, _) = await site.HireAsync(Role.Member);
        foreach (var (path, fields) in new[] { ("/account/login", "Input.Email=a%00b&Input.Password=x"),
            ("/account/login", $"Input.Email={email}&Input.Password=%00"), ("/account/login", $"Input.Email={email}&a=%00"),
            ("/account/login?handler=Code", "pending=%00&code=%00"), ("/account/login?handler=Passkey", "State=%00&Credential=%00"),
            ("/account/join", "Input.Code=%00&Input.Name=%00"), ("/account/reset", "Input.Code=%00&Input.Password=%00") })
        {
            using var browser = site.VisitFromElsewhere();
            var token = (await browser.GetAsync("/account/login")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
            var answer = await SendAsync(browser, path, Urlencoded, $"{fields}&__RequestVerificationToken={Uri.EscapeDataString(token)}");
            answer.Status.ShouldBe(HttpStatusCode.BadRequest, $"{path} {fields}\n{answer}");
        }

        using var admin = site.VisitFromElsewhere();
        await admin.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        var form = await admin.GetAsync("/admin/accounts/invite");
        (await admin.SubmitAsync(form, "main form", ("Input.Note", "a\0b"))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [OnEachDatabase]
    public async Task A_null_character_in_an_address_is_a_missing_page(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.VisitFromElsewhere();
        foreach (var path in new[] { "/people/%00", "/people/a%00b", "/a%2500b", "/%00", "/zh-Hans/articles/%00", "/articles/tag/%00",
            "/account/%00", "/media/%00", "/people?q=%00", "/people?status=%00", "/verify/%00", "/account/login?ReturnUrl=%00",
            "/account/reset?code=%00", "/account/join?code=%00", "/zh-hans/a%2500b", "/events/%2500.ics" })
        {
            var answer = await visitor.SendAsync(HttpMethod.Get, path);
            ((int)answer.Status).ShouldBeLessThan(500, $"{path}\n{answer}");
        }

        foreach (var path in new[] { "/a%2500b", "/people/a%2500b", "/account/a%2500b" })
        {
            var missing = await visitor.SendAsync(HttpMethod.Get, path);
            missing.Status.ShouldBe(HttpStatusCode.NotFound, path);
            missing.Header("Content-Security-Policy").ShouldNotBeNull(path);
            missing.Body.ShouldContain("<h1", customMessage: path);
        }
    }

    [OnEachDatabase]
    public async Task A_tick_that_is_neither_yes_nor_no_brings_the_settings_again_with_an_error(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var admin = site.VisitFromElsewhere();
        await admin.SignInAsync((await site.HireAsync(Role.Admin)).Email);
        foreach (var field in new[] { "Input.NeedsApproval", "Input.KeepsOriginals", "Input.TrashDays", "Input.Severity", "Input.NoticeOn",
            "Input.Version" })
        {
            foreach (var value in new[] { "x", "-1", "[]", "null", "1.5", "٣", " ", "{}", "true,false,x", "99999999999999999999" })
            {
                var page = await admin.GetAsync("/admin/settings");
                var token = page.One("main form input[name=__RequestVerificationToken]").GetAttribute("value")!;
                (string, string)[] good = [("Input.Name[en]", "Coalition"), ("Input.TrashDays", "30"), ("Input.Version",
                    page.One("[name='Input.Version']").GetAttribute("value")!), ("__RequestVerificationToken", token)];
                var answer = await admin.PostAsync("/admin/settings", [.. good.Where(f => f.Item1 != field), (field, value)]);
                ((int)answer.Status).ShouldBeLessThan(500, $"{field}={value}\n{answer}");
                if (field is "Input.NeedsApproval" or "Input.KeepsOriginals" && value != " ")
                {
                    answer.ShouldHave(HttpStatusCode.UnprocessableEntity).One("#errors");
                }
            }
        }
    }

    private static IEnumerable<(string Type, string Body)> Broken =>
    [
        (Urlencoded, "a=%00"),
        (Urlencoded, "Input.Email=%00&Input.Password=%00"),
        (Urlencoded, "%00=a"),
        (Urlencoded, "a=%ff%fe&b=%"),
        (Urlencoded, string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"f{i}=1"))),
        (Urlencoded, new string('k', 5_000) + "=1"),
        (Urlencoded, "__RequestVerificationToken=x&Input.Email=a"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end"),
        ("multipart/form-data; boundary=x", "nothing of a multipart"),
        ("multipart/form-data; boundary=x", ""),
        ("multipart/form-data; boundary=x", "--x\r\n" + new string('h', 40_000) + "\r\n\r\n--x--\r\n"),
        ("multipart/form-data; boundary=" + new string('b', 300), "--b--"),
        ("multipart/form-data", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n"),
        ("multipart/form-data; boundary=", "--\r\n"),
        ("multipart/form-data; boundary=\"\"", "--\r\n"),
        ("multipart/form-data; boundary=x", "a=1&b=2"),
        (Urlencoded, "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n"),
        ("application/json", "{\"a\":1}"),
        ("text/plain", "a=1"),
        ("not a type", "a=1"),
    ];

    private static async Task<WebPage> SendAsync(Browser browser, string path, string type, string body)
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(browser.Site, path)) { Content = content };
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        return await browser.SendAsync(request);
    }
}
