using CoalitionCms.Features.Snapshot;
using CoalitionCms.Operations.Cli;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoalitionCms;

/// <summary>Builds the site without starting it: no port, no background work, no log of its own.</summary>
internal sealed class SitesInProcess(Setup setup) : ISitesInProcess
{
    public SiteInProcess Build(DateTime at)
    {
        var app = ServeCommand.Build(setup, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(new StoppedClock(at));
            builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        });

        // A site that is started gets this from its server.
        IApplicationBuilder pipeline = app;
        pipeline.UseEndpoints(_ => { });
        return new(app.Services, pipeline.Build(), app);
    }

    private sealed class StoppedClock(DateTime at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(at, TimeSpan.Zero);
    }
}
