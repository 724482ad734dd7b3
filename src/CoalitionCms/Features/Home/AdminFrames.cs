using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Health;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Home;

/// <summary>The reader's name and the numbers of the menu.</summary>
internal sealed class AdminFrames(
    NeedsQueries needs, AccountAdminQueries accounts, HealthGlance health, IHttpContextAccessor context) : IAdminFrames
{
    public async Task<AdminFrame> ReadAsync(Actor actor, CancellationToken cancellationToken = default)
    {
        var user = context.HttpContext!.User;
        var known = user.Identity?.Name ?? "";
        if (user.IsInGrace())
        {
            return new(known, new Dictionary<string, int>());
        }

        try
        {
            var own = await accounts.OwnAsync(actor, cancellationToken);
            var waiting = await needs.ReadAsync(actor, cancellationToken);
            return new(own?.Name ?? known, new Dictionary<string, int>
            {
                ["/admin"] = waiting.Count,
                ["/admin/review"] = waiting.Where(n => n.Kind == NeedKind.Review).Sum(n => n.Count),
                ["/admin/accounts"] = waiting.Where(n => n.Kind == NeedKind.AdminRequest).Sum(n => n.Count),
                [SiteUrls.Health] = actor.May(Permission.ManageAccounts) ? health.Problems : 0,
            });
        }
        catch (Exception outage) when (DatabaseTrouble.Of(outage) is not null)
        {
            // EF Core has logged it. The page that is being shown says what happened.
            return new(known, new Dictionary<string, int>());
        }
    }
}
