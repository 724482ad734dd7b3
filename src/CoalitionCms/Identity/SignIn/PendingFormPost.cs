using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CoalitionCms.Identity;

/// <summary>
/// A form that was sent to the admin area without a valid session: kept in the response itself, so that no input is lost.
/// </summary>
/// <param name="Path">The target path, with its query.</param>
/// <param name="Fields">Names and values, without tokens and files.</param>
/// <param name="HadFiles">True when it contained files, which cannot be kept.</param>
internal sealed record PendingFormPost(string Path, IReadOnlyList<KeyValuePair<string, string>> Fields, bool HadFiles)
{
    /// <summary>Prefix of the names of kept fields in the sign-in form.</summary>
    public const string Prefix = "kept:";

    public const string PathField = "kept-path";

    private const int MostBytes = 4 * 1024 * 1024;
    private const string Token = "__RequestVerificationToken";

    /// <summary>
    /// The form of a request; null when it is not kept: not for the admin area, not verifiably from our own page, or too large.
    /// </summary>
    public static Task<PendingFormPost?> OfAsync(HttpRequest request, CancellationToken cancellationToken) =>
        IsOurs(request) ? OfProvenAsync(request, cancellationToken) : Task.FromResult<PendingFormPost?>(null);

    public static async Task<PendingFormPost?> OfProvenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType || request.ContentLength is not (> 0 and <= MostBytes)
            || RequestBodies.IsIgnored(request.HttpContext))
        {
            return null;
        }

        try
        {
            return await FormBinding.ReadAsync(request, cancellationToken) is not { } form
                ? null
                : Of(request.Path.ToUriComponent() + request.QueryString.ToUriComponent(), form, "", form.Files.Count > 0);
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The form that the sign-in form carries; null when it carries none.</summary>
    public static PendingFormPost? OfSignIn(IFormCollection form) =>
        form[PathField] is [{ Length: > 0 } path] ? Of(path, form, Prefix, hadFiles: false) : null;

    /// <summary>The values to show to a person: those that are not empty and are neither ids nor switches.</summary>
    public IEnumerable<string> Readable => Fields.Select(f => f.Value.Trim())
        .Where(v => v.Length > 1 && !Guid.TryParse(v, out _) && !bool.TryParse(v, out _));

    private static PendingFormPost? Of(string path, IFormCollection form, string prefix, bool hadFiles)
    {
        // Security: forwarded only to the admin area of this site.
        if (!OwnPath.IsOwn(path) || !path.StartsWith("/admin/", StringComparison.Ordinal))
        {
            return null;
        }

        var fields = form.Where(
            f => f.Key.StartsWith(prefix, StringComparison.Ordinal) && f.Key[prefix.Length..] is not ("" or Token or PathField))
            .SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key[prefix.Length..], v ?? ""))).ToList();
        return fields.Sum(f => (long)f.Key.Length + f.Value.Length) > MostBytes ? null : new(path, fields, hadFiles);
    }

    // Security: without proof that our own page sent it, a form of another site could wait here until the user presses the button.
    private static bool IsOurs(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" => true,
        "" => Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value,
        _ => false,
    };
}

internal sealed record LoginForm
{
    public PendingSignIn? Pending { get; init; }
    public PasskeyQuestion? Passkey { get; init; }
    public Actions.SignInByPassword.Input Input { get; init; } = new();
    public string? ReturnUrl { get; init; }
    public PendingFormPost? Kept { get; init; }
}

/// <summary>The responses that keep the input: sign in again, then send it.</summary>
internal static class PendingFormAnswers
{
    private const string Folder = "/Identity/SignIn/";

    public static async Task<ViewResult> SignInAgainAsync(HttpContext context, LoginForm form, int status)
    {
        var passkey = await context.RequestServices.GetRequiredService<PasskeyCeremony>().ToProveAsync(context, null);
        return View(context, "_SessionEnded.cshtml", form with { Passkey = passkey }, status);
    }

    /// <summary>The form that asks for identity confirmation and keeps the input.</summary>
    public static async Task<ViewResult> ConfirmAsync(HttpContext context, PendingFormPost kept)
    {
        var form = await context.RequestServices.GetRequiredService<SecondFactorQueries>().ToConfirmAsync(context, null, kept);
        return View(context, "_ConfirmFirst.cshtml", form, StatusCodes.Status403Forbidden);
    }

    /// <summary>Answers a POST of a user who must first add a second factor, before any page runs.</summary>
    public static Task AskForFactorAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status403Forbidden, kept =>
            Task.FromResult(View(context, "_FactorFirst.cshtml", kept, StatusCodes.Status403Forbidden)));

    /// <summary>The button that sends the kept form, with a new token.</summary>
    public static ViewResult Send(HttpContext context, PendingFormPost kept, int status) =>
        View(context, "_SendPendingForm.cshtml", kept, status);

    /// <summary>Answers a POST without a session, before any page runs.</summary>
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
        ViewData = new ViewDataDictionary<TModel>(
            context.RequestServices.GetRequiredService<IModelMetadataProvider>(), new ModelStateDictionary())
        { Model = model },
    };
}

/// <summary>Keeps the input when the antiforgery token is no longer valid (the session changed, cookies were cleared).</summary>
internal sealed class StaleTokenFilter(SignInLimits limits) : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is IAntiforgeryValidationFailedResult or StatusCodeResult { StatusCode: StatusCodes.Status400BadRequest }
            && !limits.AllowsWithoutToken(context.HttpContext))
        {
            context.Result = new StatusCodeResult(StatusCodes.Status429TooManyRequests);
        }
        else if (context.Result is IAntiforgeryValidationFailedResult)
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

        return context.User.Identity?.IsAuthenticated == true
            && await PendingFormPost.OfAsync(context.Request, context.RequestAborted) is { } kept
            ? PendingFormAnswers.Send(context, kept, StatusCodes.Status400BadRequest)
            : null;
    }
}
