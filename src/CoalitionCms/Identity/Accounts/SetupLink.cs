using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Cli;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>There is no default password: a site without accounts prints a link, once, that creates its first admin.</summary>
internal static class SetupLink
{
    /// <summary>Prints a new link while there are no accounts; an unused link of an earlier start becomes invalid.</summary>
    public static async Task PrintIfNeededAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CmsDbContext>();
        if (await db.Set<Account>().AnyAsync(cancellationToken))
        {
            return;
        }

        db.RemoveRange(await db.Set<AccountLink>().Where(l => l.Purpose == LinkPurpose.SetUp && l.UsedAt == null)
            .ToListAsync(cancellationToken));
        var now = services.GetRequiredService<TimeProvider>().NowToMillisecond();
        var (link, row) = OneTimeLink.Make(
            services.GetRequiredService<SiteUrls>(), LinkPurpose.SetUp, Role.Admin, null, "", language: null, Actor.System, now);
        db.Add(row);
        services.GetRequiredService<AuditLog>()
            .Record(Actor.System, AuditVerb.SetupLinkMade, AccountChecks.LinkKind, row.Id, new { expires = row.ExpiresAt });
        await db.SaveChangesAsync(cancellationToken);
        terminal.Say("");
        terminal.Say("Nobody has an account yet. Open this link to make the first admin (it works once, for 72 hours):");
        terminal.Say("    " + link.Url);
        terminal.Say("");
    }
}
