using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.PageViews;

/// <summary>How often a page was read on a day. Security: nothing else is stored, so nothing can be learned about who read it.</summary>
internal sealed class PageView
{
    /// <summary><see cref="Page"/> of the row that counts all pages of a day.</summary>
    public const string AllPages = "";

    /// <summary>
    /// The id of an entry, without its title or address, which may be withdrawn; or the path of a page that always exists.
    /// </summary>
    public required string Page { get; init; }

    /// <summary>In the site's time zone.</summary>
    public DateOnly Day { get; init; }

    public long Count { get; init; }
}

internal sealed class PageViewsTable : IEntityTypeConfiguration<PageView>
{
    public void Configure(EntityTypeBuilder<PageView> view)
    {
        view.ToTable("PageViews");
        view.HasKey(v => new { v.Page, v.Day });
        view.Property(v => v.Page).HasMaxLength(64);
        view.HasIndex(v => v.Day);
    }
}

internal static class PageViewsSetup
{
    public static IServiceCollection AddPageViews(this IServiceCollection services) => services
        .AddScoped<PageViewQueries>().AddSingleton<PageViewRecorder>()
        .AddHostedService(provider => provider.GetRequiredService<PageViewRecorder>());

    /// <summary>
    /// What a public page is counted as: an entry by its id, a page without parameters by its path. Null for all others, so that nobody can
    /// make rows by making up addresses.
    /// </summary>
    public static string? CountedAs(HttpContext context, Guid? entryId) => context.GetEndpoint() is not RouteEndpoint endpoint ? null
        : context.Request.RouteValues.Keys.All(k => k is "page" or SurfaceConvention.LanguageKey) ? context.Request.Path.Value
        : endpoint.RoutePattern.RawText?.EndsWith("{slug}", StringComparison.Ordinal) is true ? entryId?.ToString("N")
        : null;
}
