using System.Globalization;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Net.Http.Headers;

namespace CoalitionCms.Features.Media;

/// <summary>
/// Registers services and routes of media. Files are served to readers when something public uses them, and to staff who may use them.
/// </summary>
internal static class MediaSetup
{
    private const int LongestFileName = 100;
    private static readonly string[] Verbs = ["GET", "HEAD"];

    public static IServiceCollection AddMedia(this IServiceCollection services) => services
        .AddSingleton<ImageResizer>().AddSingleton<MediaStore>().AddSingleton<MediaPreparation>().AddSingleton<SealedOriginals>()
        .AddSingleton<PublicMedia>()
        .AddScoped<MediaQueries>().AddScoped<MediaAdminQueries>()
        .AddScoped<AddMedia>().AddScoped<RemoveMedia>();

    /// <summary>Maps <c>/media/{sha256}/{name}</c> and the same for staff, with <c>thumb</c> for a small one.</summary>
    public static void MapMedia(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/media/{sha256}/{name}", Verbs, ServeAsync).AllowAnonymous();
        endpoints.MapMethods("/admin/media/{sha256}/{name}", Verbs, ServeToStaffAsync)
            .RequireAuthorization(nameof(Permission.WriteArticles));
    }

    private static async Task<Results<PhysicalFileHttpResult, NotFound>> ServeAsync(
        string sha256, string name, HttpContext context, PublicMedia published, MediaStore store, CmsDbContext db,
        CancellationToken cancellationToken)
    {
        // Security: an unpublished file and a nonexistent one get the same response from the same code.
        if (await published.FindAsync(db, sha256, cancellationToken) is not { } file || store.Find(sha256, name) is not { } path)
        {
            return TypedResults.NotFound();
        }

        // Security: revalidated on each request, which costs a 304 response without content: a withdrawn file disappears from intermediate
        // caches immediately.
        context.Response.Headers.CacheControl = "public, no-cache";
        return Serve(sha256, name, path, file);
    }

    private static async Task<Results<PhysicalFileHttpResult, NotFound>> ServeToStaffAsync(
        string sha256, string name, HttpContext context, MediaAdminQueries queries, MediaStore store, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(context.Actor(), sha256, cancellationToken) is not { } file)
        {
            return TypedResults.NotFound();
        }

        var wanted = name == "thumb" ? file.Thumb : name;
        return store.Find(sha256, wanted) is { } path
            ? Serve(sha256, wanted, path, new(file.ContentType, file.Title))
            : TypedResults.NotFound();
    }

    private static PhysicalFileHttpResult Serve(string sha256, string name, string path, ServedFile file)
    {
        // A player asks for a recording in parts; a link to it, as to a PDF, is a download.
        var isFile = name.StartsWith("file.", StringComparison.Ordinal);
        return TypedResults.PhysicalFile(
            path,
            name.EndsWith(".webp", StringComparison.Ordinal) ? "image/webp" : file.ContentType,
            isFile ? FileName(file.Title, sha256[..12]) + name["file".Length..] : null,
            entityTag: new EntityTagHeaderValue($"\"{sha256[..16]}-{name}\""),
            enableRangeProcessing: isFile);
    }

    /// <summary>Returns the title as a file name that is valid on any system, or the fallback if nothing of it remains.</summary>
    internal static string FileName(string title, string otherwise)
    {
        // Besides characters that systems forbid: bidirectional control characters, by which "gpj.exe" looks like "exe.jpg".
        var letters = title.EnumerateRunes().Where(r => !(r.IsBmp && "<>:\"/\\|?*%".Contains((char)r.Value, StringComparison.Ordinal))
            && Rune.GetUnicodeCategory(r) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned));
        var name = string.Concat(letters.Take(LongestFileName)).Trim(' ', '.');
        return name.Length > 0 ? name : otherwise;
    }
}

internal sealed class MediaTables : IEntityTypeConfiguration<MediaFile>, IEntityTypeConfiguration<MediaUse>
{
    public void Configure(EntityTypeBuilder<MediaFile> file)
    {
        file.ToTable("Media");
        file.HasKey(f => f.Sha256);
        file.Property(f => f.Sha256).HasMaxLength(64);
        file.Property(f => f.ContentType).HasMaxLength(64);
        file.Property(f => f.Words).IsDerived();
        file.Ignore(f => f.IsImage);
        file.HasIndex(f => new { f.AddedAt, f.Sha256 });
        file.HasIndex(f => f.IsReplaced).HasFilter("\"IsReplaced\"");
    }

    public void Configure(EntityTypeBuilder<MediaUse> use)
    {
        use.ToTable("MediaUses");
        use.HasKey(u => new { u.Sha256, u.IsPublic, u.EntryId });
        use.Property(u => u.Sha256).HasMaxLength(64);
        use.HasIndex(u => new { u.EntryId, u.IsPublic });
        use.HasOne<MediaFile>().WithMany().HasForeignKey(u => u.Sha256).OnDelete(DeleteBehavior.Restrict);
    }
}
