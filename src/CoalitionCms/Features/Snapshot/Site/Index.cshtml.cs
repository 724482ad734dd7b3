using CoalitionCms.Caching;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Snapshot.Site;

/// <summary>What a copy of the site is, and how it is checked.</summary>
internal sealed class IndexModel(PageCacheTags shown, CmsOptions options) : SitePage
{
    public CopyMark? Mark => HttpContext.Features.Get<CopyMark>();

    public string Site => options.BaseUrl.TrimEnd('/');

    public IReadOnlyList<string> Fingerprints { get; private set; } = [];

    public void OnGet()
    {
        // The keys are changed by a command, which nobody announces.
        shown.DoNotCache();
        Fingerprints = [.. SigningKeys.Read(options).Where(s => s.ValidBefore is null).Select(s => s.Key.Fingerprint)];
    }
}
