using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CoalitionCms.Identity;

/// <summary>Asks for the identity confirmation that <see cref="StepUpAttribute"/> requires.</summary>
internal sealed class StepUp : IStepUp
{
    public IFilterMetadata Filter(StepUpAttribute demand) => new StepUpFilter(demand.ToSee);

    public bool IsFresh(HttpContext context) => StepUpFilter.IsFresh(context);

    public Task<IActionResult> AskAsync(HttpContext context, bool isPost) => StepUpFilter.AskAsync(context, isPost);
}

internal sealed class StepUpFilter(bool toSee) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var isPost = HttpMethods.IsPost(http.Request.Method);
        if ((isPost || toSee) && !IsFresh(http))
        {
            context.Result = await AskAsync(http, isPost);
            return;
        }

        await next();
    }

    internal static bool IsFresh(HttpContext context) =>
        context.RequestServices.GetRequiredService<TimeProvider>().IsWithin(StepUpAttribute.Fresh, context.User.ConfirmedAt());

    internal static async Task<IActionResult> AskAsync(HttpContext context, bool isPost)
    {
        var path = context.Request.Path.ToUriComponent();

        // The antiforgery token was valid, so our own page sent the form.
        var kept = isPost ? await PendingFormPost.OfProvenAsync(context.Request, context.RequestAborted) : null;
        return kept is null
            ? new RedirectResult(ConfirmPage.For(isPost ? path : path + context.Request.QueryString.ToUriComponent()))
            : await PendingFormAnswers.ConfirmAsync(context, kept);
    }
}

internal static class ConfirmPage
{
    public const string Path = "/account/confirm";

    public const string ByPasskeyPath = Path + "?handler=Passkey";

    public static string For(string returnUrl) => Path + QueryString.Create("returnUrl", OwnPath.OrFallback(returnUrl));
}

internal sealed record ConfirmForm
{
    public Actions.ConfirmIdentity.Input Input { get; init; } = new();
    public string? ReturnUrl { get; init; }
    public PendingFormPost? Kept { get; init; }
    public required FactorState Factors { get; init; }

    /// <summary>The challenge to a passkey; null when the user has none.</summary>
    public PasskeyQuestion? Passkey { get; init; }
}
