using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace CoalitionCms.Web;

/// <summary>
/// Limits the request rate of clients. Clients are distinguished by a keyed hash that is kept in memory for a day at most: no address is
/// stored.
/// </summary>
internal static class RateLimits
{
    /// <summary>When to try again after status 429, in seconds.</summary>
    public const string RetryAfter = "60";

    private static readonly Lock Gate = new();
    private static byte[] key = RandomNumberGenerator.GetBytes(32);
    private static DateOnly keyDay;

    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = RetryAfter;
            return ValueTask.CompletedTask;
        };

        // Each client by itself, so that no number of clients takes anything from the others; how many lists are rendered at once is
        // limited by the page cache, which answers what it has before it is counted here.
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => IsAsked(context)
            ? RateLimitPartition.GetTokenBucketLimiter(ClientOf(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 120,
                TokensPerPeriod = 4,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(""));
    }

    private static bool IsAsked(HttpContext context) =>
        context.Request.QueryString.HasValue && context.GetEndpoint()?.Metadata.GetMetadata<AskedPage>() is not null;

    /// <summary>An identifier of the client of a request that does not identify it the next day.</summary>
    public static string ClientOf(HttpContext context)
    {
        var today = DateOnly.FromDateTime(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        lock (Gate)
        {
            if (keyDay != today)
            {
                (key, keyDay) = (RandomNumberGenerator.GetBytes(32), today);
            }

            return Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(NetworksOf(context)[0])));
        }
    }

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
