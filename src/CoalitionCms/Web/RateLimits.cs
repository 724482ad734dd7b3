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
    /// <summary>Name of the policy for sign-in and one-time links.</summary>
    public const string SignIn = "sign-in";

    private static readonly Lock Gate = new();
    private static byte[] key = RandomNumberGenerator.GetBytes(32);
    private static DateOnly keyDay;

    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "60";
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(SignIn, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetSlidingWindowLimiter(ClientOf(context), _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = 20,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
                QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(""));

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

            return Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Prefix(context.Connection.RemoteIpAddress))));
        }
    }

    // One household often has a whole /64 of IPv6.
    private static string Prefix(System.Net.IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}

/// <summary>Marks a public page whose content depends on the query: filters, cursors, search.</summary>
internal sealed record AskedPage;
