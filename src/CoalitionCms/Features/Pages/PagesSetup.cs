using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Pages;

internal static class PagesSetup
{
    public static IServiceCollection AddPages(this IServiceCollection services) =>
        services.AddScoped<FactsStore, PageFactsStore>().AddScoped<PageQueries>().AddScoped<IEntryPage, PageEntryPage>();
}

internal sealed class PagesTables : IEntityTypeConfiguration<StandingPage>
{
    public void Configure(EntityTypeBuilder<StandingPage> page) => page.ToTable("Pages");
}

/// <summary>Validates and stores the facts of pages: the position in the menu.</summary>
internal sealed class PageFactsStore(CmsDbContext db) : FactsStore(EntryKind.Page, typeof(PageFacts), FactsJson.Write(PageFacts.None))
{
    public override Task<IReadOnlyList<Error>> CheckAsync(string json, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Error>>(FactsJson.Read<PageFacts>(json).MenuOrder is >= 0 and <= PageFacts.MaxMenuOrder
        ? []
        : [PagesErrors.MenuOrderWrong]);

    public override async Task<ItemRow?> FindRowAsync(Guid itemId, CancellationToken cancellationToken) =>
        await db.Set<StandingPage>().FirstOrDefaultAsync(p => p.Id == itemId, cancellationToken);

    public override ItemRow AddRow(Guid itemId) => db.Add(new StandingPage { Id = itemId }).Entity;
}
