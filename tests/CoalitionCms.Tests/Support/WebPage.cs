using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Xunit.Sdk;

namespace CoalitionCms.Tests.Support;

/// <summary>An answer as a browser holds it. What fails on it shows the body.</summary>
public sealed class WebPage
{
    private readonly Lazy<string> body;
    private readonly Lazy<IHtmlDocument> document;
    private readonly Lazy<string> shown;

    internal WebPage(Uri url, HttpResponseMessage response, byte[] bytes, IReadOnlyList<HttpStatusCode> redirects)
    {
        (Url, Status, Bytes, Redirects) = (url, response.StatusCode, bytes, redirects);
        (Headers, ContentHeaders) = (response.Headers, response.Content.Headers);
        body = new(() => Encoding.UTF8.GetString(Bytes));
        document = new(() => new HtmlParser().ParseDocument(Body));
        shown = new(() => $"{(int)Status} {Url}\n{Headers}{(Body.Length > 6_000 ? Body[..6_000] + "…" : Body)}");
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

    public string Body => body.Value;

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
        return found ?? throw Failure($"Nothing matches {selector}.");
    }

    /// <summary>Everything that matches.</summary>
    public IReadOnlyList<IElement> AllOf(string selector) => [.. Document.QuerySelectorAll(selector)];

    /// <summary>Fails with the body unless the status is this.</summary>
    public WebPage ShouldHave(HttpStatusCode status)
    {
        return Status == status ? this : throw Failure($"Expected {(int)status}.");
    }

    /// <summary>Fails with the body unless a reader reads this.</summary>
    public WebPage ShouldSay(string words)
    {
        return Text.Contains(words, StringComparison.Ordinal) ? this : throw Failure($"Expected to read \"{words}\".");
    }

    /// <summary>Fails with the body if these words stand anywhere in the source.</summary>
    public WebPage ShouldNotHold(string words)
    {
        return !Body.Contains(words, StringComparison.Ordinal) ? this : throw Failure($"\"{words}\" must not be there.");
    }

    public override string ToString() => shown.Value;

    // Made only when something fails: a page is looked at thousands of times.
    private FailException Failure(string what) => FailException.ForFailure($"{what}\n{this}");
}
