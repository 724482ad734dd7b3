using CoalitionCms.Web;

namespace CoalitionCms.Features.Addresses.Site;

/// <summary>Which addresses are the organisation's, and which are not any more.</summary>
public sealed class IndexModel(AddressQueries reader) : SitePage
{
    public AddressRegister Register { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Register = await reader.ReadAsync(Language, cancellationToken);
}
