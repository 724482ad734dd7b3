using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Addresses.Admin;

/// <summary>The register of addresses for staff.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
internal sealed class IndexModel(AddressAdminQueries queries) : PageModel
{
    public IReadOnlyList<OpenAddress> Addresses { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Addresses = await queries.ListAsync(cancellationToken);
}
