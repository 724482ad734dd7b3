using System.Globalization;
using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;

namespace CoalitionCms.Tests.Identity;

/// <summary>Somebody floods the sign-in pages from an address that many people share, such as a Tor exit.</summary>
public sealed class LimitingSignInsTests
{
    private const string Shared = "203.0.113.77";

    // Enough to exceed each limit even where a machine needs minutes for them.
    private const int Junk = 200;

    [OnEachDatabase]
    public async Task Junk_from_a_shared_address_shuts_out_neither_known_browsers_nor_new_people(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        foreach (var (path, fields, withToken) in new[]
        {
            ("/account/login", "Input.Email=a&Input.Password=b", false),
            ("/account/login", "a=%00", false),
            ("/account/join", "Input.Code=a", false),
            ("/account/login", "Input.Email={0}@coalition.example&Input.Password=a+wrong+guess", true),
            ("/account/login?handler=Passkey", "State={0}&Credential={0}", true),
            ("/account/reset", "Input.Code={0}&Input.Password=a+wrong+guess", true),
        })
        {
            var shared = $"203.0.113.{fields.Length}";
            var (known, _) = await site.HireAsync(Role.Member);
            var (newcomer, _) = await site.HireAsync(Role.Member);
            using var member = VisitFrom(site, shared);
            await member.SignInAsync(known);
            member.Cookies.Take("session=");
            using var vandal = VisitFrom(site, shared);
            var token = withToken ? "&__RequestVerificationToken=" + TokenIn(await vandal.GetAsync("/account/login")) : "";
            var answers = await FloodAsync(vandal, i => (path, string.Format(CultureInfo.InvariantCulture, fields, i) + token));
            answers.Count(a => a.Status == HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(Junk / 4, path + fields);
            answers.Last(a => a.Status == HttpStatusCode.TooManyRequests).ShouldSay("Wait a minute").Header("Retry-After")
                .ShouldNotBeNull();

            using var person = VisitFrom(site, shared);
            await person.SignInAsync(newcomer);
            await member.SignInAsync(known);
        }
    }

    [OnEachDatabase]
    public async Task Junk_with_new_cookies_each_time_leaves_known_browsers_alone(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (known, _) = await site.HireAsync(Role.Member);
        using var member = VisitFrom(site, Shared);
        await member.SignInAsync(known);
        member.Cookies.Take("session=");
        var vandals = Enumerable.Range(0, Junk).Select(_ => VisitFrom(site, Shared)).ToList();
        var answers = new List<WebPage>();

        // Twenty at a time: more bodies in flight from one address are refused for another reason.
        foreach (var wave in vandals.Chunk(20))
        {
            answers.AddRange(await Task.WhenAll(wave.Select(async (vandal, i) => await vandal.SubmitAsync(
                await vandal.GetAsync("/account/login"), "form[method=post]",
                ("Input.Email", $"nobody{i}@coalition.example"), ("Input.Password", "a wrong guess")))));
        }

        answers.Select(a => a.Status).ShouldContain(HttpStatusCode.TooManyRequests);
        vandals.ForEach(v => v.Dispose());
        await member.SignInAsync(known);
    }

    [OnEachDatabase]
    public async Task Another_spelling_of_the_address_opens_no_further_account_to_guesses(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        using var vandal = VisitFrom(site, Shared);
        var token = TokenIn(await vandal.GetAsync("/account/login"));
        string[] spellings = ["/account/login", "/Account/Login", "/account/login/", "/account/LOGIN?handler=", "/account/login?x=1",
            "/account/login?Handler=none"];
        var answers = await FloodAsync(vandal, i => (spellings[i % spellings.Length],
            $"Input.Email=a{i}@b.example&Input.Password=a+wrong+guess&__RequestVerificationToken={token}"));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBeLessThan(Junk / 2);
    }

    private static Browser VisitFrom(CmsSite site, string address)
    {
        var browser = site.Visit();
        browser.Sends["X-Forwarded-For"] = address;
        return browser;
    }

    private static string TokenIn(WebPage page) =>
        Uri.EscapeDataString(page.One("input[name=__RequestVerificationToken]").GetAttribute("value")!);

    private static async Task<List<WebPage>> FloodAsync(Browser vandal, Func<int, (string Path, string Body)> form)
    {
        var answers = new List<WebPage>();
        foreach (var wave in Enumerable.Range(0, Junk).Chunk(20))
        {
            answers.AddRange(await Task.WhenAll(wave.Select(i =>
            {
                var (path, body) = form(i);
                var request = new HttpRequestMessage(HttpMethod.Post, new Uri(vandal.Site, path))
                {
                    Content = new StringContent(body, null, "application/x-www-form-urlencoded"),
                };
                return vandal.SendAsync(request);
            })));
        }

        return answers;
    }
}
