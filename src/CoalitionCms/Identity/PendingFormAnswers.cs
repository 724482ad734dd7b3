using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CoalitionCms.Identity;

/// <summary>The pages that keep what was typed: sign in again, then send it.</summary>
internal static class PendingFormAnswers
{
    private const string Folder = "/Identity/SignIn/";

    /// <summary>The sign-in form, with what was sent.</summary>
    public static async Task<ViewResult> SignInAgainAsync(HttpContext context, LoginForm form, int status)
    {
        var passkey = await context.RequestServices.GetRequiredService<PasskeyCeremony>().ToProveAsync(context, null);
        return View(context, "_SessionEnded.cshtml", form with { Passkey = passkey }, status);
    }

    /// <summary>The form that asks once more who it is, with what was sent.</summary>
    public static async Task<ViewResult> ConfirmAsync(HttpContext context, PendingFormPost kept)
    {
        var form = await context.RequestServices.GetRequiredService<SecondFactorQueries>().ToConfirmAsync(context, null, kept);
        return View(context, "_ConfirmFirst.cshtml", form, StatusCodes.Status403Forbidden);
    }

    /// <summary>Answers a post of somebody who owes the site a second factor, before any page has run.</summary>
    public static Task AskForFactorAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status403Forbidden, kept => Task.FromResult(View(context, "_FactorFirst.cshtml", new FactorFirst(kept), StatusCodes.Status403Forbidden)));

    /// <summary>The button that sends what was kept, with a fresh token.</summary>
    public static ViewResult Send(HttpContext context, PendingFormPost kept, int status) => View(context, "_SendPendingForm.cshtml", kept, status);

    /// <summary>Answers a post without a session, before any page has run.</summary>
    public static Task WriteAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status401Unauthorized, kept => SignInAgainAsync(
        context, new LoginForm { Kept = kept, ReturnUrl = context.Request.Path.ToUriComponent() }, StatusCodes.Status401Unauthorized));

    private static async Task WriteAsync(HttpContext context, int status, Func<PendingFormPost?, Task<ViewResult>> answer)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ActionDescriptor>() is not { } page)
        {
            context.Response.StatusCode = status;
            return;
        }

        var kept = await PendingFormPost.OfAsync(context.Request, context.RequestAborted);
        await (await answer(kept)).ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), page));
    }

    private static ViewResult View<TModel>(HttpContext context, string name, TModel model, int status) => new()
    {
        ViewName = Folder + name,
        StatusCode = status,
        ViewData = new ViewDataDictionary<TModel>(context.RequestServices.GetRequiredService<IModelMetadataProvider>(), new ModelStateDictionary()) { Model = model },
    };
}

/// <summary>What somebody sent who owes the site a second factor.</summary>
public sealed record FactorFirst(PendingFormPost? Kept);

/// <summary>A form token that no longer fits (the session changed, cookies were cleared) does not cost what was typed.</summary>
internal sealed class StaleTokenFilter : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            context.Result = await AnswerAsync(context.HttpContext) ?? context.Result;
        }

        await next();
    }

    private static async Task<IActionResult?> AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == SignInAnswers.LoginPath && context.Request.HasFormContentType)
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var login = new LoginForm { Kept = PendingFormPost.OfSignIn(form), ReturnUrl = form["ReturnUrl"] };
            return await PendingFormAnswers.SignInAgainAsync(context, login, StatusCodes.Status400BadRequest);
        }

        return context.User.Identity?.IsAuthenticated == true && await PendingFormPost.OfAsync(context.Request, context.RequestAborted) is { } kept
            ? PendingFormAnswers.Send(context, kept, StatusCodes.Status400BadRequest)
            : null;
    }
}
