using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Snapshot.Admin;

/// <summary>The copy of this machine, the keys of signatures, and the mirrors.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
internal sealed class IndexModel(CopyKeeper keeper, MirrorWatch mirrors, AddressAdminQueries addresses, CmsOptions options) : StaffPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public CopyStanding Copy { get; private set; } = null!;

    public string? Fingerprint { get; private set; }

    public IReadOnlyList<(string Location, MirrorResult? Result)> Mirrors { get; private set; } = [];

    public bool ChecksMirrors => options.ChecksMirrors;

    public bool IsChecking => mirrors.IsBusy;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Copy, Fingerprint) = (keeper.Standing, SigningKeys.Current(options)?.Key.Fingerprint);
        var results = mirrors.Results;
        Mirrors = [.. (await addresses.ListAsync(cancellationToken)).Where(a => a.Kind is AddressKind.Mirror or AddressKind.Onion)
            .Select(a => (a.Location, results.GetValueOrDefault(a.Location)))];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // A large site takes longer than anybody waits for a page; it goes on.
        var making = Task.Run(() => keeper.MakeAsync(CancellationToken.None), CancellationToken.None);
        await Task.WhenAny(making, Task.Delay(Patience, cancellationToken));
        return Done(!making.IsCompleted ? "Copies.Going" : await making ? "Copies.Made" : "Copies.NotMade", SiteUrls.Copies);
    }

    public async Task<IActionResult> OnPostMirrorsAsync(CancellationToken cancellationToken)
    {
        var checking = Task.Run(() => mirrors.CheckAsync(CancellationToken.None), CancellationToken.None);
        await Task.WhenAny(checking, Task.Delay(Patience, cancellationToken));
        return Done(checking.IsCompleted ? "Copies.Checked" : "Copies.Going", SiteUrls.Copies);
    }
}
