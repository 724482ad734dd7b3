using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoalitionCms.Tests.House;

/// <summary>A page, or another answer of a surface, with all that decides who may come in.</summary>
/// <param name="Route">Its address, such as <c>/articles/{slug}</c>.</param>
/// <param name="Surface">Its surface.</param>
/// <param name="Page">Its handlers and model; null for an answer that is no page.</param>
/// <param name="Metadata">What authorization sees.</param>
public sealed record InventoryPage(string Route, Surface Surface, CompiledPageActionDescriptor? Page, EndpointMetadataCollection Metadata)
{
    /// <summary>True when the page answers this verb.</summary>
    public bool Handles(string verb) => Verbs.Contains(verb, StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of its handlers for posts; empty for the plain one.</summary>
    public IEnumerable<string> PostHandlers => Page?.HandlerMethods.Where(h => h.HttpMethod == "Post").Select(h => h.Name ?? "") ?? [];

    /// <summary>The verbs that it answers.</summary>
    public IEnumerable<string> Verbs =>
        Page?.HandlerMethods.Select(h => h.HttpMethod) ?? Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any"];

    /// <summary>The address with something in its places; nothing of the kind exists.</summary>
    public string Path => System.Text.RegularExpressions.Regex.Replace(Route, @"\{[^}]*\}", m =>
        m.Value.Contains(":guid", StringComparison.Ordinal) ? "0199e3a4-0000-7000-8000-000000000000"
        : m.Value.Contains(":length(64)", StringComparison.Ordinal) ? new string('0', 64)
        : m.Value.Contains(":int", StringComparison.Ordinal)
        ? "2015"
        : m.Value == "{id}" && Route.StartsWith("/admin/", StringComparison.Ordinal)
        ? "new"
        : "none").Replace("//", "/", StringComparison.Ordinal);
}

/// <summary>Lists every page and every other endpoint of a running site.</summary>
public static class PageInventory
{
    /// <summary>
    /// All pages in their default language, compiled as a request would have them, and the answers of a surface that are no pages.
    /// </summary>
    public static async Task<IReadOnlyList<InventoryPage>> PagesAsync(CmsSite site)
    {
        var loader = site.Services.GetRequiredService<PageLoader>();
        var pages = new List<InventoryPage>();
        foreach (var descriptor in site.Services.GetRequiredService<IActionDescriptorCollectionProvider>(
            ).ActionDescriptors.Items.OfType<PageActionDescriptor>())
        {
            var compiled = await loader.LoadAsync(descriptor, EndpointMetadataCollection.Empty);
            var route = "/" + descriptor.AttributeRouteInfo!.Template;
            if (!route.StartsWith("/{lang", StringComparison.Ordinal))
            {
                pages.Add(new(route, Surfaces.Of(descriptor.ViewEnginePath), compiled, new(compiled.EndpointMetadata ?? [])));
            }
        }

        pages.AddRange(Endpoints(site)
            .Where(e =>
            e.Metadata.GetMetadata<SurfaceMetadata>() is not null
            && !e.RoutePattern.RawText!.StartsWith("/{lang", StringComparison.Ordinal))
            .Select(e =>
            new InventoryPage(e.RoutePattern.RawText!, e.Metadata.GetRequiredMetadata<SurfaceMetadata>().Surface, null, e.Metadata)));
        return [.. pages.OrderBy(p => p.Route, StringComparer.Ordinal)];
    }

    /// <summary>Everything that belongs to no surface.</summary>
    public static IReadOnlyList<RouteEndpoint> Others(CmsSite site) =>
        [.. Endpoints(site).Where(e => e.Metadata.GetMetadata<SurfaceMetadata>() is null)];

    private static IReadOnlyList<RouteEndpoint> Endpoints(CmsSite site) =>
        [.. site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is null)];
}
