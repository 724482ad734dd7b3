using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Publishing;

/// <summary>The feature's door.</summary>
public static class PublishingFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services) => services
        .AddScoped<PublishedEntries>().AddScoped<EntryDesk>().AddScoped<EntryChoices>().AddScoped<EditTools>()
        .AddScoped<SaveDraft>().AddScoped<PublishEntry>().AddScoped<WithdrawEntry>().AddScoped<TrashEntry>();

    /// <summary>Registers a kind of subject, so that drafts, publishing, search and feeds can handle it.</summary>
    public static IServiceCollection AddSubject<TSubject, TFacts>(this IServiceCollection services, EntryKind kind, TFacts none)
        where TSubject : Subject<TFacts>, new()
        where TFacts : class =>
        services.AddSingleton<FactKeeper>(provider => new FactKeeper<TSubject, TFacts>(kind, none, provider.GetRequiredService<CmsOptions>()));
}
