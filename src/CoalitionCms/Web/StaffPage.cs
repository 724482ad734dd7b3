using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Web;

/// <summary>What the pages of signed-in people have in common: who acts, the message after a redirect, errors beside fields.</summary>
public abstract class StaffPage : PageModel
{
    public Actor Actor => HttpContext.Actor();

    protected Texts Texts => HttpContext.RequestServices.GetRequiredService<Texts>();

    /// <summary>Redirects to a page of this site, which then shows the message of this key.</summary>
    protected LocalRedirectResult Done(string message, string path)
    {
        TempData["done"] = message;
        return LocalRedirect(path);
    }

    /// <summary>Puts errors beside the fields of the form that is bound to <paramref name="prefix"/>.</summary>
    protected void AddErrors(IEnumerable<Error> errors, string prefix = "Input") => ModelState.Add(Texts, errors, prefix);

    /// <summary>Puts errors above the form: for pages with several forms, or none. What the browser sent is forgotten.</summary>
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

    /// <summary>Shows the form again beside what somebody else saved meanwhile: saving once more means having seen it.</summary>
    protected PageResult Conflict(IEnumerable<Error> errors)
    {
        AddErrors(errors);
        ModelState.Remove("Input.Version");
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
