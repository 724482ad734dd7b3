using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Web;

/// <summary>Base class of the pages of signed-in users: the actor, the message after a redirect, errors next to fields.</summary>
internal abstract class StaffPage : PageModel
{
    public Actor Actor => HttpContext.Actor();

    protected Texts Texts => HttpContext.RequestServices.GetRequiredService<Texts>();

    /// <summary>Redirects to a page of this site, which then shows the message of this key.</summary>
    protected LocalRedirectResult Done(string message, string path)
    {
        TempData["done"] = message;
        return LocalRedirect(path);
    }

    /// <summary>Adds errors to the fields of the form that is bound to <paramref name="prefix"/>.</summary>
    protected void AddErrors(IEnumerable<Error> errors, string prefix = "Input") => ModelState.Add(Texts, errors, prefix);

    /// <summary>Shows errors above the form: for pages with several forms, or none. The values that were sent are discarded.</summary>
    protected void ShowErrors(IEnumerable<Error> errors)
    {
        ModelState.Clear();
        ModelState.Add(Texts, errors.Select(e => e with { Field = "" }));
    }

    /// <summary>Shows the form again, with errors and status 422.</summary>
    protected PageResult Again(IEnumerable<Error> errors, string prefix = "Input")
    {
        AddErrors(errors, prefix);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>
    /// Shows the form again next to what somebody else saved in the meantime: saving again means that the user has seen it.
    /// </summary>
    protected PageResult Conflict(IEnumerable<Error> errors)
    {
        AddErrors(errors);
        ModelState.Remove("Input.Version");
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
