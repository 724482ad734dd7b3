using CoalitionCms.Operations.Audit;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>The feature's door.</summary>
public static class PublishingFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services) => services
        .AddScoped<PublishedEntries>().AddScoped<EntryAdminQueries>().AddScoped<EntryOptions>().AddScoped<EditTools>().AddScoped<EditUploads>()
        .AddScoped<RevisionAdminQueries>().AddScoped<ReviewAdminQueries>().AddScoped<EditorPresences>()
        .AddScoped<ApprovalRule>().AddScoped<PublishingChecklist>().AddScoped<Publisher>()
        .AddScoped<IPublishingCheck, WordsCheck>().AddScoped<IPublishingCheck, PhotosCheck>()
        .AddScoped<ContentVerification>().AddScoped<IRetainedAuditEntries, RetainedPublications>()
        .AddScoped<SaveDraft>().AddScoped<PublishEntry>().AddScoped<WithdrawEntry>().AddScoped<TrashEntry>().AddScoped<PurgeTrash>().AddScoped<ActOnSeveral>()
        .AddScoped<ScheduleEntry>().AddScoped<PublishDue>().AddScoped<ReviewEntry>().AddScoped<RestoreRevision>();

    /// <summary>Registers what runs by the clock.</summary>
    public static IServiceCollection AddPublishingClock(this IServiceCollection services) =>
        services.AddSingleton<PublishingClock>().AddHostedService(provider => provider.GetRequiredService<PublishingClock>());

    /// <summary>Registers a kind of subject, so that drafts, publishing, search and feeds can handle it.</summary>
    public static IServiceCollection AddSubject<TSubject, TFacts>(this IServiceCollection services, EntryKind kind, TFacts none)
        where TSubject : Item<TFacts>, new()
        where TFacts : class =>
        services.AddSingleton<FactsStore>(provider => new FactsStore<TSubject, TFacts>(kind, none, provider.GetRequiredService<CmsOptions>()));
}
