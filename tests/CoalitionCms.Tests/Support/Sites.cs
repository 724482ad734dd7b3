using CoalitionCms.Domain;

namespace CoalitionCms.Tests.Support;

/// <summary>One site per database for all tests of a class that leave each other alone.</summary>
public abstract class SharedSites(SiteOptions options) : IAsyncDisposable
{
    private readonly Lazy<Task<CmsSite>>[] sites =
        [.. Enum.GetValues<DatabaseKind>().Select(kind => new Lazy<Task<CmsSite>>(() => CmsSite.StartAsync(kind, options)))];

    /// <summary>The site on this database, started when first asked for.</summary>
    public Task<CmsSite> OnAsync(DatabaseKind database) => sites[(int)database].Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in sites.Where(s => s.IsValueCreated))
        {
            await (await site.Value).DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}

/// <summary>Class fixture: sites without content.</summary>
public sealed class Sites() : SharedSites(new SiteOptions());

/// <summary>Class fixture: sites with the starter content.</summary>
public sealed class StarterSites() : SharedSites(new SiteOptions { WithStarter = true });
