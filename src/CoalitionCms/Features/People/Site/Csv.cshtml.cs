using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.People.Site;

/// <summary>The public facts of all cases as a CSV table.</summary>
internal sealed class CsvModel(CaseOpenData cases) : SitePage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Response.ContentType = "text/csv; charset=utf-8";
        await cases.WriteCsvAsync(Response.BodyWriter, Language, cancellationToken);
        return new EmptyResult();
    }
}
