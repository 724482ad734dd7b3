using CoalitionCms.Web;

namespace CoalitionCms.Features.Home.Site;

/// <summary>The home page.</summary>
public sealed class IndexModel(HomeQueries reader) : SitePage
{
    /// <summary>What it shows.</summary>
    public HomeView Home { get; private set; } = null!;

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken) => Home = await reader.ReadAsync(Language, cancellationToken);
}
