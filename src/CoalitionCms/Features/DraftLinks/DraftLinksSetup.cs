using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.DraftLinks.Actions;
using CoalitionCms.Features.Media;
using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.DraftLinks;

internal static class DraftLinksSetup
{
    public static IServiceCollection AddDraftLinks(this IServiceCollection services) => services
        .AddScoped<MakeDraftLink>().AddScoped<RevokeDraftLink>().AddScoped<DraftLinkAdminQueries>().AddScoped<DraftReading>()
        .AddScoped<DraftWarnings>().AddScoped<IMadeLinks, MadeDraftLinks>();

    /// <summary>The photos and files of a draft, for readers who have its link; at their public addresses they do not exist.</summary>
    public static void MapDraftLinks(this IEndpointRouteBuilder endpoints)
    {
        foreach (var site in endpoints.OnSite(isInLanguages: false))
        {
            site.MapMethods("/draft/{code}/media/{sha256}/{name}", SurfaceEndpoints.Reading, SendFileAsync);
        }
    }

    private static async Task<IResult> SendFileAsync(string code, string sha256, string name, HttpContext context,
        DraftReading reading, DraftLimits limits, MediaStore store, PageCacheTags shown, CancellationToken cancellationToken)
    {
        DraftReading.ForbidKeeping(context, shown);
        if (await reading.FindFileAsync(code, sha256, cancellationToken) is not { } file || store.Find(sha256, name) is not { } path)
        {
            return limits.AllowsWrong(RateLimits.ClientOf(context))
                ? Results.NotFound() : Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        return limits.AllowsFile(code)
            ? Results.File(path, name.EndsWith(".webp", StringComparison.Ordinal) ? "image/webp" : file.ContentType,
                name.StartsWith("file.", StringComparison.Ordinal)
                    ? MediaSetup.FileName(file.Title, sha256[..12]) + name["file".Length..] : null)
            : Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }
}

internal sealed class DraftLinkTable : IEntityTypeConfiguration<DraftLink>
{
    public void Configure(EntityTypeBuilder<DraftLink> link)
    {
        link.ToTable("DraftLinks");
        link.Property(l => l.CodeHash).HasMaxLength(64);
        link.Property(l => l.MakerStamp).HasMaxLength(64);
        link.Property(l => l.Confirmed).HasMaxLength(64);
        link.Property(l => l.Reader).IsSealed("draft-links/reader");
        link.HasIndex(l => l.CodeHash).IsUnique();
        link.HasIndex(l => l.EntryId);
        link.HasOne<Entry>().WithMany().HasForeignKey(l => l.EntryId).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<TextRevision>().WithMany().HasForeignKey(l => l.RevisionId).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<FactsRevision>().WithMany().HasForeignKey(l => l.FactsRevisionId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Errors of making and revoking links to drafts.</summary>
internal static class DraftLinkErrors
{
    public static Error DaysUnknown { get; } = new("DraftLinks.DaysUnknown", nameof(MakeDraftLink.Input.Days));
    public static Error Gone { get; } = new("DraftLinks.Gone");
    public static Error TooMany { get; } = new("DraftLinks.TooMany", "", DraftLink.MostOfEntry);
}
