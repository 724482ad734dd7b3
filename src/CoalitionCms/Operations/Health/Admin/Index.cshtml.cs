using System.Globalization;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Operations.Health.Admin;

/// <summary>The health of the site: each check with its state, why it matters, and what to do.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[OpenWhileReadingOnly]
internal sealed class IndexModel(
    HealthAdminQueries queries, VerificationMonitor watch, ConfirmClock confirmClock, CmsOptions options, TimeProvider clock) : PageModel
{
    public HealthView Health { get; private set; } = null!;

    public int Count(HealthState state) => Health.Lines.Count(l => l.State == state);

    /// <summary>What is not well, worst first.</summary>
    public IReadOnlyList<HealthRow> Problems => [.. Health.Lines.Where(l => l.State != HealthState.Ok).OrderByDescending(l => l.State)];

    /// <summary>A command for the host that answers a problem, to copy; null where there is none.</summary>
    public string? CommandFor(HealthRow row)
    {
        var backup = string.Create(CultureInfo.InvariantCulture, $"site-{clock.TodayIn(options.Zone):yyyy-MM-dd}.backup");
        return (row.Key, row.Found) switch
        {
            ("Backup", _) => $"./CoalitionCms backup {backup}",
            ("RestoreTest", _) => $"./CoalitionCms verify backup {backup}",
            ("Migrations", _) => "./CoalitionCms migrate",
            ("Clock", _) => "timedatectl set-ntp true",
            ("FieldKeys", "Open") => $"chmod 600 '{row.Arguments[0]}'",
            ("Private", "Open") => $"chmod -R go= '{Path.GetFullPath(options.DataDirectory)}'",
            ("ReadingOnly", _) => "./CoalitionCms readonly off",
            _ => null,
        };
    }

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Health = await queries.ReadAsync(Facts(Request), cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await watch.AskAsync(cancellationToken);
        return LocalRedirect(SiteUrls.Health);
    }

    public async Task<IActionResult> OnPostClockAsync(CancellationToken cancellationToken)
    {
        var done = await confirmClock.RunAsync(HttpContext.Actor(), cancellationToken);
        return done.IsDone ? LocalRedirect(SiteUrls.Health) : StatusCode(StatusCodes.Status403Forbidden);
    }

    // Headers from a trusted proxy have been removed from the request; remaining ones are from an untrusted sender.
    private static RequestFacts Facts(HttpRequest request) => new(
        request.IsHttps,
        request.Host.Host.EndsWith(".onion", StringComparison.OrdinalIgnoreCase),
        request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName)
            || request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedProtoHeaderName) || request.Headers.ContainsKey("Forwarded"));
}
