using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Operations.Health.Admin;

/// <summary>Whether the site is sound, in plain words: each check with its state, why it matters, and what to do.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[OpenWhileReadingOnly]
internal sealed class IndexModel(HealthAdminQueries queries, VerificationMonitor watch) : PageModel
{
    public HealthView Health { get; private set; } = null!;

    public int Count(HealthState state) => Health.Lines.Count(l => l.State == state);

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Health = await queries.ReadAsync(Facts(Request), cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await watch.AskAsync(cancellationToken);
        return LocalRedirect(SiteUrls.Health);
    }

    // What a trusted proxy says is taken off the request; what is left was said by somebody whose word does not count.
    private static RequestFacts Facts(HttpRequest request) => new(
        request.IsHttps,
        request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName)
            || request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedProtoHeaderName) || request.Headers.ContainsKey("Forwarded"));
}
