using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Identity.Admin;

[Authorize(Policy = nameof(Permission.ManageAccounts))]
internal sealed class RolesModel : StaffPage
{
    public static IReadOnlyList<Role> Roles { get; } = Enum.GetValues<Role>();

    /// <summary>Permissions, and the roles that have them, as computed by the rule itself.</summary>
    public static IReadOnlyList<(Permission Permission, IReadOnlyList<bool> May)> Table { get; } =
        [.. Enum.GetValues<Permission>()
            .Select(p => (p, (IReadOnlyList<bool>)[.. Roles.Select(r => Domain.Actor.Account(Guid.Empty, r).May(p))]))];
}
