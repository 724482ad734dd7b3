using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.People.Site;

/// <summary>The public facts of all cases as JSON.</summary>
internal sealed class JsonModel(CaseOpenData cases) : SitePage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Response.ContentType = "application/json; charset=utf-8";
        await cases.WriteJsonAsync(Response.BodyWriter, Language, cancellationToken);
        return new EmptyResult();
    }
}
