using CoalitionCms.Web;

namespace CoalitionCms.Features.Addresses.Site;

/// <summary>The addresses that belong to the organisation, and those that no longer do.</summary>
internal sealed class IndexModel(AddressQueries reader) : SitePage
{
    public AddressRegister Register { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Register = await reader.ReadAsync(Language, cancellationToken);
}
