using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Web;

/// <summary>What a stolen log tells about readers and drafts: nothing.</summary>
public sealed class LoggingTests
{
    [Fact]
    public async Task A_line_written_during_a_request_tells_neither_who_asked_nor_for_what()
    {
        var options = new SiteOptions { Adjust = builder => builder.Services.AddTransient<IStartupFilter, Talkative>() };
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, options);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = site.Url };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("SecretAgent/7");

        await client.GetAsync(new Uri("/verify/SECRET-CODE?name=secretquery", UriKind.Relative), TestContext.Current.CancellationToken);

        site.Log.All.ShouldContain(line => line.StartsWith("Warning Probe: Something happened.", StringComparison.Ordinal));
        foreach (var secret in (string[])["SECRET-CODE", "verify", "secretquery", "SecretAgent", "127.0.0.1"])
        {
            site.Log.ToString().ShouldNotContain(secret);
        }
    }

    private sealed class Talkative(ILoggerFactory loggers) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                loggers.CreateLogger("Probe").LogWarning("Something happened.");
                return rest(context);
            });
            next(app);
        };
    }
}
