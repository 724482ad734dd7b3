using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>
/// Endpoints that are not pages (feeds, tables, texts), under the same rules as the pages of their surface. They are mapped where they are
/// written, since the code that binds their parameters is made from that line when the program is built.
/// </summary>
internal static class SurfaceEndpoints
{
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Where a public, cached endpoint is mapped: at the root and, if each language has its own, under <c>/{lang}</c>.</summary>
    public static IEnumerable<RouteGroupBuilder> OnSite(this IEndpointRouteBuilder endpoints, bool isInLanguages = true)
    {
        string[] prefixes = isInLanguages ? ["", $"/{{{SurfaceConvention.LanguageKey}:{LanguageConstraint.Name}}}"] : [""];
        return prefixes.Select(prefix => endpoints.MapGroup(prefix).WithMetadata(new SurfaceMetadata(Surface.Site)).AllowAnonymous());
    }

    /// <summary>Where an endpoint for accounts with this permission is mapped; its responses are never cached.</summary>
    public static RouteGroupBuilder OnAdmin(this IEndpointRouteBuilder endpoints, Permission permission) =>
        endpoints.MapGroup("").WithMetadata(new SurfaceMetadata(Surface.Admin)).RequireAuthorization(permission.ToString());
}
