using CoalitionCms.Features.Articles.Actions;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Articles;

/// <summary>The feature's door.</summary>
public static class ArticlesFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddArticles(this IServiceCollection services) => services
        .AddSubject<Article, ArticleFacts>(EntryKind.Article, ArticleFacts.None).AddScoped<ArticleQueries>().AddScoped<SaveArticle>();
}
