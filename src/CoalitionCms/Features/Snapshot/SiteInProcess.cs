using CoalitionCms.Caching;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace CoalitionCms.Features.Snapshot;

/// <summary>Builds the site once more, to ask it for pages without a port. The root of the program knows how.</summary>
internal interface ISitesInProcess
{
    /// <summary>The site as it is at one moment, which all its pages show.</summary>
    SiteInProcess Build(DateTime at);
}

/// <summary>An answer of the site.</summary>
/// <param name="Tags">What the page shows; null if it is to be made each time.</param>
/// <param name="LastDay">The last day on which it may be shown: a consent ends; null for no end.</param>
internal sealed record SiteAnswer(int Status, string ContentType, byte[] Body, IReadOnlyCollection<string>? Tags, DateOnly? LastDay);

/// <summary>The site in this process: the very pipeline that readers' requests go through, without its cache and its limits.</summary>
internal sealed class SiteInProcess(IServiceProvider services, RequestDelegate pipeline, IAsyncDisposable owner) : IAsyncDisposable
{
    public IServiceProvider Services => services;

    public async Task<SiteAnswer> AskAsync(string path, string query, CopyMark mark, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = HttpMethods.Get,
            Path = path,
            RawTarget = path,
            QueryString = query.Length > 0 ? "?" + query : "",
            Protocol = "HTTP/1.1",
            Scheme = "http",
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set(mark);
        await using var scope = services.CreateAsyncScope();
        var factory = services.GetRequiredService<IHttpContextFactory>();
        var context = factory.Create(features);
        try
        {
            context.RequestServices = scope.ServiceProvider;
            context.RequestAborted = cancellationToken;
            await pipeline(context);
            await context.Response.BodyWriter.FlushAsync(cancellationToken);
            var shown = scope.ServiceProvider.GetRequiredService<PageCacheTags>();
            return new(context.Response.StatusCode, context.Response.ContentType ?? "", body.ToArray(),
                shown is { IsKept: true, All.Count: > 0 } ? [.. shown.All] : null, shown.LastDay);
        }
        finally
        {
            factory.Dispose(context);
        }
    }

    public ValueTask DisposeAsync() => owner.DisposeAsync();
}
