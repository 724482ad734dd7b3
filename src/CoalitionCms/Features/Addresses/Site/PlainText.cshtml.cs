using System.Text;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Addresses.Site;

/// <summary>The register as plain text: to be kept, printed, read aloud or sent on where a page cannot be.</summary>
public sealed class PlainTextModel(AddressQueries reader, SiteFrameQueries frames, SiteUrls urls, Texts texts) : SitePage
{
    /// <summary>Writes it.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var register = await reader.ReadAsync(Language, cancellationToken);
        var frame = await frames.ReadAsync(Language, cancellationToken);
        var text = new RegisterText(texts).Write(register, frame.Name.Text, urls.Absolute(SiteUrls.Official(Language)));
        return Content(text, "text/plain; charset=utf-8", Encoding.UTF8);
    }
}
