using CoalitionCms.Web;

namespace CoalitionCms.Features.Home.Site;

internal sealed class IndexModel(HomeQueries reader) : SitePage
{
    public HomeView Home { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Home = await reader.ReadAsync(Language, cancellationToken);
}
