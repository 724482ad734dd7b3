using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>Distinguishes clients by a keyed hash that is kept in memory for a day at most: no address is stored.</summary>
internal static class RateLimits
{
    /// <summary>When to try again after status 429, in seconds.</summary>
    public const string RetryAfter = "60";

    /// <summary>An identifier of the client of a request that does not identify it the next day.</summary>
    public static string ClientOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ClientKey>().HashOf(NetworksOf(context)[0]);

    /// <summary>
    /// The networks of a client, the narrowest first. One household often has a whole /64 of IPv6, and anybody can get a /48. Security:
    /// kept nowhere as they are.
    /// </summary>
    public static IReadOnlyList<string> NetworksOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return [""];
        }

        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        int[] lengths = bytes.Length == 4 ? [4, 3] : [8, 7, 6];
        return [.. lengths.Select(length => $"{length}:{Convert.ToHexString(bytes, 0, length)}")];
    }
}

/// <summary>Marks a public page whose content depends on the query: filters, cursors, search.</summary>
internal sealed record AskedPage;

/// <summary>The key of the hashes of a day.</summary>
internal sealed class ClientKey(TimeProvider clock)
{
    private readonly Lock gate = new();
    private byte[] key = [];
    private DateOnly keyDay;

    public string HashOf(string network)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        lock (gate)
        {
            if (keyDay != today || key.Length == 0)
            {
                (key, keyDay) = (RandomNumberGenerator.GetBytes(32), today);
            }

            return Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(network)));
        }
    }
}

/// <summary>
/// Limits how often a client may ask for pages that depend on a query. Each client is counted by itself, so that no number of clients takes
/// anything from the others; how many such pages are rendered at once is limited by the page cache, which answers what it has before it is
/// counted here.
/// </summary>
internal sealed class AskedPageLimits : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetTokenBucketLimiter(RateLimits.ClientOf(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 120,
            TokensPerPeriod = 4,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    public async Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.QueryString.HasValue && context.Features.Get<CopyMark>() is null
            && context.GetEndpoint()?.Metadata.GetMetadata<AskedPage>() is not null)
        {
            using var lease = limiter.AttemptAcquire(context);
            if (!lease.IsAcquired)
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = RateLimits.RetryAfter;
                return;
            }
        }

        await next(context);
    }

    public void Dispose() => limiter.Dispose();
}

/// <summary>
/// Two limits of which the second is only asked for what the first allows. A chain disposes none of its parts, and each part that counts
/// by client has a timer.
/// </summary>
internal sealed class TwoLimits(PartitionedRateLimiter<HttpContext> first, PartitionedRateLimiter<HttpContext> second) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> both = PartitionedRateLimiter.CreateChained(first, second);

    public RateLimitLease AttemptAcquire(HttpContext context, int permits = 1) => both.AttemptAcquire(context, permits);

    public void Dispose()
    {
        both.Dispose();
        first.Dispose();
        second.Dispose();
    }
}
