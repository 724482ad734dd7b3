using System.Threading.Channels;

namespace CoalitionCms.Caching;

/// <summary>Compresses cached pages once more at the best level, one at a time and behind the readers' backs.</summary>
public sealed class PageRecompressor : BackgroundService
{
    // When a crawler fills the cache faster than pages can be polished, the rest stays at the quick level.
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
            // The end of the program, also of one that could not start.
        }
    }
}
