using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>Endpoints that are not pages (feeds, tables, texts), under the same rules as the pages of their surface.</summary>
internal static class SurfaceEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps a public, cached endpoint under its path and, if there is one for each language, under <c>/{lang}</c>.</summary>
    public static void MapSite(this IEndpointRouteBuilder endpoints, string path, Delegate answer, bool isInLanguages = true)
    {
        string[] routes = isInLanguages ? [path, $"/{{{SurfaceConvention.LanguageKey}:{LanguageConstraint.Name}}}{path}"] : [path];
        foreach (var route in routes)
        {
            endpoints.MapMethods(route, Reading, answer).WithMetadata(new SurfaceMetadata(Surface.Site)).AllowAnonymous();
        }
    }

    /// <summary>Maps an endpoint for accounts with this permission; its responses are never cached.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder endpoints, string path, Permission permission, Delegate answer) =>
        endpoints.MapMethods(path, Reading, answer).WithMetadata(new SurfaceMetadata(Surface.Admin))
            .RequireAuthorization(permission.ToString());
}
