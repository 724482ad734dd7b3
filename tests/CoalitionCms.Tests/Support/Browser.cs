using System.Net;
using AngleSharp.Html.Dom;
using Xunit;

namespace CoalitionCms.Tests.Support;

/// <summary>A browser without scripts: keeps cookies, follows redirects, sends forms with all their fields.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient http;

    internal Browser(Uri site)
    {
        Site = site;
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });
    }

    /// <summary>The site visited.</summary>
    public Uri Site { get; }

    /// <summary>The browser's cookies.</summary>
    public CookieJar Cookies { get; set; } = new();

    /// <summary>Headers sent with every request, such as those of a proxy.</summary>
    public Dictionary<string, string> Sends { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Goes to an address and follows redirects.</summary>
    public Task<WebPage> GetAsync(string path) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, Absolute(path)));

    /// <summary>Fills in a form of a page by field name, and sends it by its first button or the one named.</summary>
    public Task<WebPage> SubmitAsync(WebPage page, string form, params (string Name, string Value)[] values) =>
        SubmitAsync(page, form, "", values);

    /// <summary>The same, by the button that matches <paramref name="button"/>.</summary>
    public async Task<WebPage> SubmitAsync(WebPage page, string form, string button, params (string Name, string Value)[] values)
    {
        var target = (IHtmlFormElement)page.One(form);
        foreach (var field in values)
        {
            Assert.True(FormFilling.Set(target, field.Name, field.Value), $"The form {form} has no field {field.Name}.\n{page}");
        }

        var (content, query) = FormFilling.Collect(target, button.Length == 0 ? null : page.One($"{form} {button}"));
        var action = new Uri(page.Url, target.GetAttribute("action") is { Length: > 0 } a ? a : page.Url.PathAndQuery);
        var isPost = string.Equals(target.Method, "post", StringComparison.OrdinalIgnoreCase);
        return await FollowAsync(isPost
            ? FromOwnPage(new HttpRequestMessage(HttpMethod.Post, action) { Content = content })
            : new HttpRequestMessage(HttpMethod.Get, new UriBuilder(action) { Query = query }.Uri));
    }

    /// <summary>Posts made-up fields, as no form of the site would.</summary>
    public Task<WebPage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        FollowAsync(FromOwnPage(new HttpRequestMessage(HttpMethod.Post, Absolute(path))
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        }));

    /// <summary>Sends one request with the browser's cookies, and follows nothing.</summary>
    public async Task<WebPage> SendAsync(HttpRequestMessage request, IReadOnlyList<HttpStatusCode>? redirects = null)
    {
        foreach (var (name, value) in Sends)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Cookies.Header.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", Cookies.Header);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            Cookies.Take(cookie);
        }

        return new WebPage(request.RequestUri!, response,
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), redirects ?? []);
    }

    /// <summary>The same for a verb, a path and headers.</summary>
    public Task<WebPage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, Absolute(path));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request);
    }

    public void Dispose() => http.Dispose();

    private async Task<WebPage> FollowAsync(HttpRequestMessage request)
    {
        List<HttpStatusCode> redirects = [];
        var page = await SendAsync(request);
        while ((int)page.Status is >= 301 and <= 308 and not 304 && page.Headers.Location is { } next)
        {
            Assert.True(redirects.Count < 10, $"Redirected in circles.\n{page}");
            redirects.Add(page.Status);
            page = await SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(page.Url, next)), redirects);
        }

        return page;
    }

    private HttpRequestMessage FromOwnPage(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Origin", Site.GetLeftPart(UriPartial.Authority));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
        return request;
    }

    private Uri Absolute(string path) => new(Site, path);
}
