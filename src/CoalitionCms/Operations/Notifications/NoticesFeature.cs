namespace CoalitionCms.Operations.Notifications;

/// <summary>The feature's door.</summary>
public static class NoticesFeature
{
    /// <summary>Registers the sender of notices, which sleeps while no mail server is set.</summary>
    public static IServiceCollection AddNotices(this IServiceCollection services) =>
        services.AddScoped<NoticeMail>().AddSingleton<NoticeSender>().AddHostedService(provider => provider.GetRequiredService<NoticeSender>());
}
