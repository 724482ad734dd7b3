using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Settings;
using CoalitionCms.Identity;
using CoalitionCms.Operations.Backup;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Home;

/// <summary>A step that makes a new site the organisation's own. Its texts are <c>FirstStep.Key</c>, <c>.Why</c> and <c>.Do</c>.</summary>
internal sealed record FirstStep(string Key, string Path, bool IsDone);

/// <summary>The steps of the first day, for admins, until all are done.</summary>
internal sealed class FirstStepsQueries(CmsDbContext db, AccountAdminQueries accounts, AdminGrants grants, BackupAdminQueries backups)
{
    /// <summary>Returns all steps; none when they are done, or for somebody who does not manage the site.</summary>
    public async Task<IReadOnlyList<FirstStep>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite) || actor.AccountId is not { } own)
        {
            return [];
        }

        // The starter content is the first version of the settings; whatever follows was written by somebody.
        FirstStep[] steps =
        [
            new("Factor", "/account/factors", (await accounts.FindAsync(own, cancellationToken))?.HasFactor == true),
            new("Name", "/admin/settings", await db.Set<SiteSettings>().AnyAsync(s => s.Version > 1, cancellationToken)),
            new("Address", "/admin/addresses/new", await db.Set<SiteAddress>().AnyAsync(a => a.Kind == AddressKind.Official,
                cancellationToken)),
            new("SecondAdmin", "/admin/accounts/invite", await grants.HasSecondAsync(actor, cancellationToken)),
            new("Backup", SiteUrls.Health + "#backup", (await backups.ReadAsync(cancellationToken)).MadeAt is not null),
            new("Texts", "/admin/pages", await db.Set<TextRevision>().AnyAsync(
                r => r.SavedBy != null && db.Set<Publication>().Any(p => p.RevisionId == r.Id), cancellationToken)),
        ];
        return Array.TrueForAll(steps, s => s.IsDone) ? [] : steps;
    }
}
