using System.Security.Claims;
using System.Threading.RateLimiting;
using CoalitionCms.Web.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CoalitionCms.Web;

/// <summary>
/// Decides how large a body may be before anything reads it, and how much of all bodies is held at the same time: little for strangers,
/// more for browsers in which somebody was signed in before, which send a text again after their session ended, and most for accounts.
/// </summary>
internal sealed class RequestBodies(Func<HttpContext, bool> isKnownBrowser) : IDisposable
{
    /// <summary>Largest body of a stranger, in bytes.</summary>
    public const int OfStrangers = 64 * 1024;

    /// <summary>Largest body of a browser in which somebody was signed in before.</summary>
    public const int OfKnownBrowsers = 5 * 1024 * 1024;

    // A body counts in blocks, and a small one as a whole block, so that bytes and bodies are limited by one number.
    private const int Block = 64 * 1024;
    private const int BlocksInMegabyte = 1024 * 1024 / Block;

    // Security: a form that nobody waits for is not sent byte by byte; each holds a block meanwhile.
    private static readonly MinDataRate Strict = new(bytesPerSecond: 1_024, gracePeriod: TimeSpan.FromSeconds(5));

    private static readonly object Ignored = new();

    // Security: everybody behind a Tor exit or an onion service has one address, so that one address may hold half of what all may: with
    // less, a few dozen forms that never end would shut out all new devices there.
    private readonly TwoLimits strangers = Budget(RateLimits.ClientOf, each: 16, all: 32);
    private readonly TwoLimits browsers = Budget(RateLimits.ClientOf, each: 20, all: 100);
    private readonly TwoLimits forms = Budget(AccountOf, each: 96, all: 192);
    private readonly TwoLimits uploads = Budget(AccountOf, each: 600, all: 1_200);

    public async Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || ErrorPages.IsShowingError(context))
        {
            await next(context);
            return;
        }

        var (limit, budget) = Choose(context);
        var isTooLarge = context.Request.ContentLength > limit;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // After the answer, the server takes in the rest of such a body for a few seconds without keeping any of it: a browser that
            // still sends would show an error of its own instead of the answer.
            size.MaxRequestBodySize = isTooLarge ? null : limit;
        }

        if (isTooLarge)
        {
            context.Request.Body = Stream.Null;
            context.Items[Ignored] = true;
            if (IsSignedIn(context) || SurfaceOf(context) == Surface.SignIn)
            {
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }

            // Without a session, the answer of a page that needs one is to sign in, whatever was sent.
        }

        using var share = budget.AttemptAcquire(context, (int)((Math.Min(context.Request.ContentLength ?? limit, limit) / Block) + 1));
        if (share.IsAcquired)
        {
            await next(context);
            return;
        }

        Unavailable.Answer(context, UnavailableReason.Busy);
    }

    /// <summary>True when the body of a request is too large for its sender, so that nothing of it is read.</summary>
    public static bool IsIgnored(HttpContext context) => context.Items.ContainsKey(Ignored);

    public void Dispose()
    {
        strangers.Dispose();
        browsers.Dispose();
        forms.Dispose();
        uploads.Dispose();
    }

    private static TwoLimits Budget(Func<HttpContext, string> sender, int each, int all) =>
        new(PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetConcurrencyLimiter(sender(context),
                _ => new() { PermitLimit = each * BlocksInMegabyte })),
            PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetConcurrencyLimiter("",
                _ => new() { PermitLimit = all * BlocksInMegabyte })));

    private static string AccountOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

    private static bool IsSignedIn(HttpContext context) => context.User.Identity?.IsAuthenticated == true;

    private static Surface? SurfaceOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>()?.Surface;

    private (long Limit, TwoLimits Budget) Choose(HttpContext context)
    {
        // Security: nothing of what a signed-in user sends is read before authorization has allowed it.
        if (IsSignedIn(context))
        {
            return context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize is { } more
                ? (more, uploads) : (FormBinding.MaxBody, forms);
        }

        if (isKnownBrowser(context))
        {
            return (OfKnownBrowsers, browsers);
        }

        context.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = Strict;
        return (OfStrangers, strangers);
    }
}
