using Microsoft.AspNetCore.Diagnostics;

namespace CoalitionCms.Web.Errors;

/// <summary>Error handling: every error shows one page in the reader's language, with a reference number and no details.</summary>
internal static class ErrorPages
{
    /// <summary>Logs the exception before the page is shown.</summary>
    public static IServiceCollection AddErrors(this IServiceCollection services) => services.AddExceptionHandler<ProblemLog>();

    /// <summary>Handles exceptions, and error responses without a body.</summary>
    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            StatusCodeSelector = problem => problem is BadHttpRequestException bad ? bad.StatusCode
                : Unavailable.ReasonOf(problem) is null ? StatusCodes.Status500InternalServerError
                : StatusCodes.Status503ServiceUnavailable,
        });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
    }

    /// <summary>
    /// The path that the reader requested, also while the error page is rendered. A path, not a string, which would be decoded again.
    /// </summary>
    public static PathString PathAskedFor(HttpContext context) => new(
        context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
        ?? context.Features.Get<IExceptionHandlerPathFeature>()?.Path
        ?? context.Request.Path.Value
        ?? "/");

    /// <summary>The query that the reader requested, also while the error page is rendered.</summary>
    public static string QueryAskedFor(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalQueryString ?? context.Request.QueryString.ToUriComponent();

    /// <summary>True while the error page is rendered for another address.</summary>
    public static bool IsShowingError(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerPathFeature>() is not null;

    private sealed class ProblemLog(ILogger<ProblemLog> log) : IExceptionHandler
    {
        public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            // Security: type and location, never the message, which may contain user input.
            if (exception is not BadHttpRequestException)
            {
                log.LogError("Request {Reference} failed: {Type} {Inner}\n{Place}", httpContext.TraceIdentifier, exception.GetType(),
                    exception.InnerException?.GetType(), exception.StackTrace);
            }

            if (Unavailable.ReasonOf(exception) is { } reason)
            {
                Unavailable.Answer(httpContext, reason);
            }

            return ValueTask.FromResult(false);
        }
    }
}
