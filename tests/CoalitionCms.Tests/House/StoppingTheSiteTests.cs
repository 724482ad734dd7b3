using System.Runtime.CompilerServices;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

public sealed class StoppingTheSiteTests
{
    [OnEachDatabase]
    public async Task A_stopped_site_is_collected_with_all_its_timers(DatabaseKind database)
    {
        var stopped = await StopAsync(database);
        for (var tries = 0; tries < 50 && stopped.IsAlive; tries++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        stopped.IsAlive.ShouldBeFalse("something static, or a timer, holds the services of a site that was stopped");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> StopAsync(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var visitor = site.Visit();
        await visitor.GetAsync("/");
        await visitor.GetAsync("/articles?before=x");
        await visitor.GetAsync("/account/login");
        return new(site.Services);
    }
}
