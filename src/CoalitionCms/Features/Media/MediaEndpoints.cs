using CoalitionCms.Data;
using CoalitionCms.Identity;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CoalitionCms.Features.Media;

/// <summary>Serves files: to readers what is public, to staff what they may use.</summary>
public static class MediaEndpoints
{
    private static readonly string[] Verbs = ["GET", "HEAD"];

    /// <summary>Maps <c>/media/{sha256}/{name}</c> and the same for staff, with <c>thumb</c> for a small one.</summary>
    public static void MapMedia(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/media/{sha256}/{name}", Verbs, ServeAsync).AllowAnonymous();
        endpoints.MapMethods("/admin/media/{sha256}/{name}", Verbs, ServeToStaffAsync).RequireAuthorization(nameof(Permission.WriteArticles));
    }

    private static async Task<Results<PhysicalFileHttpResult, NotFound>> ServeAsync(
        string sha256, string name, HttpContext context, PublicMedia published, MediaStore store, CmsDbContext db, CancellationToken cancellationToken)
    {
        // Security: a file that nobody published and one that does not exist get the same answer, from the same line.
        if (await published.FindAsync(db, sha256, cancellationToken) is not { } type || store.Find(sha256, name) is not { } path)
        {
            return TypedResults.NotFound();
        }

        // Security: asked again each time, which costs 304 and no bytes: what is withdrawn is gone from caches on the way at once.
        context.Response.Headers.CacheControl = "public, no-cache";
        return Serve(sha256, name, path, type);
    }

    private static async Task<Results<PhysicalFileHttpResult, NotFound>> ServeToStaffAsync(
        string sha256, string name, HttpContext context, MediaAdminQueries queries, MediaStore store, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(context.Actor(), sha256, cancellationToken) is not { } file)
        {
            return TypedResults.NotFound();
        }

        var wanted = name == "thumb" ? file.Thumb : name;
        return store.Find(sha256, wanted) is { } path ? Serve(sha256, wanted, path, file.ContentType) : TypedResults.NotFound();
    }

    private static PhysicalFileHttpResult Serve(string sha256, string name, string path, string type)
    {
        var isAttachment = name.EndsWith(".pdf", StringComparison.Ordinal);
        return TypedResults.PhysicalFile(
            path,
            name.EndsWith(".webp", StringComparison.Ordinal) ? "image/webp" : type,
            isAttachment ? sha256[..12] + ".pdf" : null,
            entityTag: new EntityTagHeaderValue($"\"{sha256[..16]}-{name}\""));
    }
}
