using CoalitionCms.Data;
using CoalitionCms.Features.Publishing;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Official;

/// <summary>Looks whether a text leads to an address that the organisation gave up: whoever has it now may wait there for its readers.</summary>
internal sealed class RetiredAddressCheck(CmsDbContext db) : IPublishingCheck
{
    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var hosts = MarkdownText.Links(text.Text.Body).Select(HostOf).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (hosts.Count == 0)
        {
            return [];
        }

        var retired = await db.Addresses.AsNoTracking().Where(a => a.Kind == AddressKind.Retired).Select(a => a.Location).ToListAsync(cancellationToken);
        return [.. retired.Where(r => HostOf(r.Contains("://", StringComparison.Ordinal) ? r : "http://" + r) is { } host && hosts.Contains(host))
            .Select(r => new CheckLine("Check.RetiredAddress", CheckWeight.Confirm, r))];
    }

    private static string? HostOf(string link) => Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Host.Length > 0 ? url.Host : null;
}
