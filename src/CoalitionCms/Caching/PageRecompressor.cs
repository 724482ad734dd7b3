using System.Threading.Channels;

namespace CoalitionCms.Caching;

/// <summary>Compresses cached pages again at the best level, one at a time in the background.</summary>
internal sealed class PageRecompressor : BackgroundService
{
    // When a crawler fills the cache faster than pages can be compressed, the rest keeps the fast level.
    private readonly Channel<CachedPage> waiting = Channel.CreateBounded<CachedPage>(
        new BoundedChannelOptions(512) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Enqueue(CachedPage page) => waiting.Writer.TryWrite(page);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var page in waiting.Reader.ReadAllAsync(stoppingToken))
            {
                page.Recompress();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application is stopping, or could not start.
        }
    }
}
