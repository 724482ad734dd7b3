using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace CoalitionCms.Identity;

/// <summary>
/// Limits how many forms a client may send to the sign-in pages. Many people share an address (Tor, an onion service, a household): known
/// browsers are counted by themselves, everybody else by the browser that got the form and, more generously, by the address. Forms without
/// a valid token, which anybody can send without opening a page, use up nothing of these.
/// </summary>
internal sealed class SignInLimits(KnownBrowsers browsers, IOptions<AntiforgeryOptions> antiforgery) : IAsyncResourceFilter, IDisposable
{
    private const int OfBrowser = 20;
    private const int OfAddress = 60;

    // The browser first: what it has used up takes nothing from its neighbours.
    private readonly TwoLimits withToken = new(
        PartitionedRateLimiter.Create<HttpContext, string>(context => AMinute(
            browsers.MarkIn(context) is { } mark ? $"known {mark.Word} {Form(context)}"
            : $"browser {RateLimits.ClientOf(context)} {Hash(context.Request.Cookies[antiforgery.Value.Cookie.Name!])} {Form(context)}",
            OfBrowser)),
        PartitionedRateLimiter.Create<HttpContext, string>(context => browsers.MarkIn(context) is not null
            ? RateLimitPartition.GetNoLimiter("") : AMinute($"{RateLimits.ClientOf(context)} {Form(context)}", OfAddress)));

    private readonly PartitionedRateLimiter<HttpContext> withoutToken = PartitionedRateLimiter.Create<HttpContext, string>(
        context => AMinute(RateLimits.ClientOf(context), OfBrowser));

    /// <summary>Runs after the tokens of forms are checked, for every page; those of other surfaces are not limited.</summary>
    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        if (!IsSignInForm(context.HttpContext) || Takes(withToken.AttemptAcquire(context.HttpContext), context.HttpContext))
        {
            return next();
        }

        context.Result = new StatusCodeResult(StatusCodes.Status429TooManyRequests);
        return Task.CompletedTask;
    }

    /// <summary>Counts a form that cannot be read, or whose token is not valid.</summary>
    /// <returns>False when there were too many from its address.</returns>
    public bool AllowsWithoutToken(HttpContext context) => !IsSignInForm(context) || Takes(withoutToken.AttemptAcquire(context), context);

    public void Dispose()
    {
        withToken.Dispose();
        withoutToken.Dispose();
    }

    private static bool Takes(RateLimitLease taken, HttpContext context)
    {
        using var lease = taken;
        if (!lease.IsAcquired)
        {
            context.Response.Headers.RetryAfter = RateLimits.RetryAfter;
        }

        return lease.IsAcquired;
    }

    private static bool IsSignInForm(HttpContext context) => HttpMethods.IsPost(context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>()?.Surface == Surface.SignIn;

    // Passkeys are counted apart from passwords, and each page from the others.
    // Security: by the page itself; its address has many spellings.
    private static string Form(HttpContext context) =>
        context.GetEndpoint()!.Metadata.GetRequiredMetadata<PageActionDescriptor>().ViewEnginePath
        + (string.Equals(context.Request.Query["handler"], "Passkey", StringComparison.OrdinalIgnoreCase) ? " by passkey" : "");

    private static string Hash(string? cookie) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(cookie ?? "")));

    private static RateLimitPartition<string> AMinute(string client, int forms) => RateLimitPartition.GetSlidingWindowLimiter(
        client, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = forms,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        });
}
