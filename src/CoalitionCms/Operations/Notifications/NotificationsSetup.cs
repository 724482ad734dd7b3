namespace CoalitionCms.Operations.Notifications;

internal static class NotificationsSetup
{
    /// <summary>Registers the sender of notices, which sleeps while no mail server is set.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) =>
        services.AddScoped<NotificationMail>().AddSingleton<NotificationSender>()
            .AddHostedService(provider => provider.GetRequiredService<NotificationSender>());
}
