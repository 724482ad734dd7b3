using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CoalitionCms.Operations.Notifications;

internal static class NotificationsSetup
{
    /// <summary>Registers the notification sender, which is idle unless a mail server is configured.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) =>
        services.AddScoped<NotificationMail>().AddSingleton<NotificationSender>().AddSingleton<ISaveChangesInterceptor, NotificationQueue>()
            .AddHostedService(provider => provider.GetRequiredService<NotificationSender>());
}
