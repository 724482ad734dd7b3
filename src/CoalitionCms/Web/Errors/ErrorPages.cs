using Microsoft.AspNetCore.Diagnostics;

namespace CoalitionCms.Web.Errors;

/// <summary>Every error ends in one page in the reader's language, with a reference number and no detail.</summary>
public static class ErrorPages
{
    /// <summary>Logs what went wrong before the page is shown.</summary>
    public static IServiceCollection AddErrors(this IServiceCollection services) => services.AddExceptionHandler<ProblemLog>();

    /// <summary>Catches exceptions, and error answers that have no body.</summary>
    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            StatusCodeSelector = problem =>
                problem is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
    }

    /// <summary>
    /// The path that the reader asked for, also while the error page is made. A path and no text, which would be decoded once more.
    /// </summary>
    public static PathString PathAskedFor(HttpContext context) => new(
        context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
        ?? context.Features.Get<IExceptionHandlerPathFeature>()?.Path
        ?? context.Request.Path.Value
        ?? "/");

    /// <summary>True while the error page is made for another address.</summary>
    public static bool IsShowingError(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerPathFeature>() is not null;

    private sealed class ProblemLog(ILogger<ProblemLog> log) : IExceptionHandler
    {
        public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            // Security: type and place, never the message, which may quote what somebody typed.
            if (exception is not BadHttpRequestException)
            {
                log.LogError("Request {Reference} failed: {Type} {Inner}\n{Place}", httpContext.TraceIdentifier, exception.GetType(),
                    exception.InnerException?.GetType(), exception.StackTrace);
            }

            return ValueTask.FromResult(false);
        }
    }
}
