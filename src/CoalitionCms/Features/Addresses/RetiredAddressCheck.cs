using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Addresses;

/// <summary>
/// Checks whether a text links to an address that the organisation gave up: its new owner could exploit readers who follow the link.
/// </summary>
internal sealed class RetiredAddressCheck(CmsDbContext db) : IPublishingCheck
{
    private static readonly PreparedQuery<Func<CmsDbContext, IAsyncEnumerable<string>>> Retired =
        new(() => EF.CompileAsyncQuery((CmsDbContext db) =>
            db.Set<SiteAddress>().AsNoTracking().Where(a => a.Kind == AddressKind.Retired).Select(a => a.Location)));

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var links = MarkdownText.Links(text.Text.Body).Select(Read).OfType<Uri>().Distinct().ToList();
        if (links.Count == 0)
        {
            return [];
        }

        var retired = await Retired.For(db)(db).ToListAsync(cancellationToken);
        return [.. retired.Where(r => Read("http://" + r) is { } gone && links.Exists(l => LeadsTo(l, gone)))
            .Select(r => new CheckLine("Check.RetiredAddress", CheckWeight.Confirm, r))];
    }

    /// <summary>
    /// True for the address, paths below it, and subdomains that its owner could create. For a page on another owner's host, the rest of
    /// the host does not match.
    /// </summary>
    private static bool LeadsTo(Uri link, Uri gone)
    {
        var (host, old, path) = (HostOf(link), HostOf(gone), gone.AbsolutePath.TrimEnd('/'));
        return (host == old || host.EndsWith("." + old, StringComparison.Ordinal))
            && (path.Length == 0 || (link.AbsolutePath + "/").StartsWith(path + "/", StringComparison.OrdinalIgnoreCase));
    }

    private static string HostOf(Uri url)
    {
        var host = WebHost.Of(url).ToLowerInvariant().TrimEnd('.');
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    private static Uri? Read(string link) => Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Host.Length > 0 ? url : null;
}
