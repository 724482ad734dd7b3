using System.Threading.Channels;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace CoalitionCms.Identity;

/// <summary>
/// The sessions that this process was asked for and that no longer exist. Their cookies are true ones, and without this each of their
/// requests would be taken for one of somebody signed in, for whom nothing is served from memory.
/// </summary>
internal sealed class EndedSessions(CmsOptions options) : IDisposable
{
    private readonly MemoryCache keys = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly Channel<string> unremoved = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Hashes of the keys of sessions that are still in the database.</summary>
    public ChannelReader<string> Unremoved => unremoved.Reader;

    public bool Has(string keyHash) => keys.TryGetValue(keyHash, out _);

    /// <summary>Notes the hash of a key until its cookie is too old to open anything.</summary>
    public void Add(string keyHash) => keys.Set(keyHash, true,
        new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = options.SessionLength });

    /// <summary>Notes a session that could not be removed from the database, where other processes would still find it.</summary>
    public void AddUnremoved(string keyHash)
    {
        Add(keyHash);
        unremoved.Writer.TryWrite(keyHash);
    }

    public void Dispose() => keys.Dispose();
}

/// <summary>Removes sessions that ended while the database could not be reached or written, as soon as it can be.</summary>
internal sealed class SessionRemoval(EndedSessions ended, IServiceScopeFactory scopes) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var hash in ended.Unremoved.ReadAllAsync(stoppingToken))
            {
                while (!await RemoveAsync(hash, stoppingToken))
                {
                    await Task.Delay(Pause, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends. What is left ends by its time.
        }
    }

    private async Task<bool> RemoveAsync(string hash, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<CmsDbContext>().Set<Session>().Where(s => s.KeyHash == hash)
                .ExecuteDeleteAsync(cancellationToken);
            return true;
        }
        catch (Exception trouble) when (DatabaseTrouble.Of(trouble) is not null)
        {
            return false;
        }
    }
}
