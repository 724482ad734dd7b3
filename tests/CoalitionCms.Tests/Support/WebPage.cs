using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace CoalitionCms.Tests.Support;

/// <summary>An answer as a browser holds it. What fails on it shows the body.</summary>
public sealed class WebPage
{
    private readonly Lazy<IHtmlDocument> document;

    internal WebPage(Uri url, HttpResponseMessage response, byte[] bytes, IReadOnlyList<HttpStatusCode> redirects)
    {
        (Url, Status, Bytes, Redirects) = (url, response.StatusCode, bytes, redirects);
        (Headers, ContentHeaders) = (response.Headers, response.Content.Headers);
        document = new(() => new HtmlParser().ParseDocument(Body));
    }

    /// <summary>Where the browser ended up.</summary>
    public Uri Url { get; }

    /// <summary>Path and query of <see cref="Url"/>, readable.</summary>
    public string Path => Uri.UnescapeDataString(Url.PathAndQuery);

    public HttpStatusCode Status { get; }

    public HttpResponseHeaders Headers { get; }

    public HttpContentHeaders ContentHeaders { get; }

    public byte[] Bytes { get; }

    /// <summary>Statuses of the redirects on the way.</summary>
    public IReadOnlyList<HttpStatusCode> Redirects { get; }

    public string Body => Encoding.UTF8.GetString(Bytes);

    public IHtmlDocument Document => document.Value;

    /// <summary>All that a reader reads, spaces made one.</summary>
    public string Text => string.Join(' ', (Document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The value of a header, values of several joined; null when it is not there.</summary>
    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>The first element that matches, which must be there.</summary>
    public IElement One(string selector)
    {
        var found = Document.QuerySelector(selector);
        Assert.True(found is not null, $"Nothing matches {selector}.\n{this}");
        return found;
    }

    /// <summary>Everything that matches.</summary>
    public IReadOnlyList<IElement> AllOf(string selector) => [.. Document.QuerySelectorAll(selector)];

    /// <summary>Fails with the body unless the status is this.</summary>
    public WebPage ShouldHave(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {(int)status}.\n{this}");
        return this;
    }

    /// <summary>Fails with the body unless a reader reads this.</summary>
    public WebPage ShouldSay(string words)
    {
        Assert.True(Text.Contains(words, StringComparison.Ordinal), $"Expected to read \"{words}\".\n{this}");
        return this;
    }

    /// <summary>Fails with the body if these words stand anywhere in the source.</summary>
    public WebPage ShouldNotHold(string words)
    {
        Assert.False(Body.Contains(words, StringComparison.Ordinal), $"\"{words}\" must not be there.\n{this}");
        return this;
    }

    public override string ToString() => $"{(int)Status} {Url}\n{Headers}{(Body.Length > 6_000 ? Body[..6_000] + "…" : Body)}";
}
