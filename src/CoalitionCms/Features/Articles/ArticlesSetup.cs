using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Articles;

internal static class ArticlesSetup
{
    public static IServiceCollection AddArticles(this IServiceCollection services) =>
        services.AddSingleton<ArticleArchive>().AddScoped<FactsStore, ArticleFactsStore>().AddScoped<ArticleQueries>().AddScoped<IEntryPage,
        ArticleEntryPage>()
            .AddScoped<IEventReports, ArticleQueries>().AddScoped<ICampaignNews, CampaignNews>();
}

internal sealed class ArticlesTables : IEntityTypeConfiguration<Article>
{
    public void Configure(EntityTypeBuilder<Article> article)
    {
        article.ToTable("Articles");
        article.Property(a => a.Cover).HasMaxLength(64);
        article.Property(a => a.Corrections).HasConversion(
            list => FactsJson.Write(list),
            json => FactsJson.Read<IReadOnlyList<Correction>>(json),
            new ValueComparer<IReadOnlyList<Correction>>((a, b) => FactsJson.Write(a) == FactsJson.Write(b),
                list => FactsJson.Write(list).GetHashCode(StringComparison.Ordinal), list => list));
        article.HasIndex(a => a.CampaignId);
        article.HasIndex(a => a.EventId);
    }
}

/// <summary>Validates and stores the facts of articles: a byline needs a name, and referenced items must exist.</summary>
internal sealed class ArticleFactsStore(CmsDbContext db, CmsOptions options, TimeProvider clock)
    : FactsStore(EntryKind.Article, typeof(ArticleFacts), FactsJson.Write(ArticleFacts.None))
{
    private const int MaxName = 100;

    public override async Task<IReadOnlyDictionary<Guid, ItemPicture>> PicturesAsync(IReadOnlyCollection<Guid> items,
        CancellationToken cancellationToken) =>
        await db.Set<Article>().AsNoTracking().Where(a => items.Contains(a.Id) && a.Cover != "").Select(a => new { a.Id, a.Cover })
            .ToDictionaryAsync(a => a.Id, a => new ItemPicture(a.Cover), cancellationToken);

    public override async Task<IReadOnlyList<Error>> CheckAsync(string json, CancellationToken cancellationToken)
    {
        var facts = FactsJson.Read<ArticleFacts>(json);
        var errors = new List<Error>();
        if (facts.Byline != BylineKind.Coalition && facts.BylineName.Length == 0 && facts.BylineNativeName.Length == 0)
        {
            errors.Add(ArticlesErrors.BylineMissing);
        }

        if (facts.BylineName.Length > MaxName || facts.BylineNativeName.Length > MaxName)
        {
            errors.Add(ArticlesErrors.BylineTooLong);
        }

        if (facts.CampaignId is { } campaign && !await db.Set<Campaign>().AnyAsync(c => c.Id == campaign, cancellationToken))
        {
            errors.Add(ArticlesErrors.NoSuchCampaign);
        }

        if (facts.EventId is { } reported && !await db.Set<Event>().AnyAsync(e => e.Id == reported, cancellationToken))
        {
            errors.Add(ArticlesErrors.NoSuchEvent);
        }

        if (facts.Cover.Length > 0 && !await db.Set<MediaFile>().AnyAsync(m => m.Sha256 == facts.Cover && m.Width > 0, cancellationToken))
        {
            errors.Add(MediaErrors.NoSuchFile with { Field = nameof(ArticleFacts.Cover) });
        }

        return [.. errors, .. Correction.Check(facts.Corrections, nameof(facts.Corrections), clock.TodayIn(options.Zone))];
    }

    public override Placement? PlacementOf(string json) => FactsJson.Read<ArticleFacts>(json).DatedOn is { } day
        ? new(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(12, 0)), options.Zone), day)
        : null;

    public override IEnumerable<string> NamesIn(string json)
    {
        var facts = FactsJson.Read<ArticleFacts>(json);
        return facts.Byline == BylineKind.Coalition ? [] : [facts.BylineName, facts.BylineNativeName];
    }

    public override IEnumerable<Guid> AboutIn(string json)
    {
        var facts = FactsJson.Read<ArticleFacts>(json);
        return new[] { facts.CampaignId, facts.EventId }.OfType<Guid>();
    }

    public override async Task<ItemRow?> FindRowAsync(Guid itemId, CancellationToken cancellationToken) =>
        await db.Set<Article>().FirstOrDefaultAsync(a => a.Id == itemId, cancellationToken);

    public override ItemRow AddRow(Guid itemId) => db.Add(new Article { Id = itemId }).Entity;
}
