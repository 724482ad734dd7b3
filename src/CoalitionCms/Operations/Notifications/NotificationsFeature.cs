namespace CoalitionCms.Operations.Notifications;

/// <summary>The feature's door.</summary>
public static class NotificationsFeature
{
    /// <summary>Registers the sender of notices, which sleeps while no mail server is set.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) =>
        services.AddScoped<NotificationMail>().AddSingleton<NotificationSender>().AddHostedService(provider => provider.GetRequiredService<NotificationSender>());
}
