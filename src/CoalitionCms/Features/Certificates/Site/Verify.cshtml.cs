using CoalitionCms.Caching;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Certificates.Site;

/// <summary>Checks the code of a certificate. Only the holder of a code learns anything; no code leads to another.</summary>
internal sealed class VerifyModel(CertificateQueries queries, CertificateLimits limits, PageCacheTags shown) : SitePage
{
    public string? Code { get; private set; }

    /// <summary>The certificate for the code; null if there is none.</summary>
    public OpenedCertificate? Opened { get; private set; }

    public bool IsTooMany { get; private set; }

    public async Task OnGetAsync(string? code, CancellationToken cancellationToken)
    {
        // Security: a page with a name of a person is not cached anywhere, including on this server.
        shown.DoNotCache();
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (string.IsNullOrWhiteSpace(code))
        {
            return;
        }

        Code = code;
        Opened = await queries.OpenAsync(code, cancellationToken);
        IsTooMany = Opened is null && !limits.AllowsWrong(RateLimits.ClientOf(HttpContext));
        if (Opened is null)
        {
            Response.StatusCode = IsTooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status404NotFound;
        }
    }
}
