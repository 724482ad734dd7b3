using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Official.Admin;

/// <summary>The register for those who keep it.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
public sealed class IndexModel(AddressDesk desk) : PageModel
{
    /// <summary>All addresses.</summary>
    public IReadOnlyList<OpenAddress> Addresses { get; private set; } = [];

    /// <summary>Lists them.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken) => Addresses = await desk.ListAsync(cancellationToken);
}
