using CoalitionCms.Web.Errors;

namespace CoalitionCms.Web;

/// <summary>Security headers of every response.</summary>
internal static class SecurityHeaders
{
    // Without scripts nothing can connect; browsers' own checkers still need permission to fetch robots.txt.
    private const string PublicPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    private const string StaffPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; script-src 'self'; connect-src 'self'; form-action "
        + "'self'; "
        + "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    // Security: whatever was uploaded, a browser that shows the file by itself runs nothing and loads nothing.
    private const string FilePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string NoDeviceFeatures =
        "accelerometer=(), camera=(), display-capture=(), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), local-fonts=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), usb=(), "
        + "xr-spatial-tracking=()";

    /// <summary>Sets the headers when the response starts, so that no error handler can clear them.</summary>
    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(SetAsync, context);
        return next(context);
    }

    /// <summary>True for the sign-in, own and admin surfaces.</summary>
    public static bool IsStaff(PathString path) =>
        path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase);

    /// <summary>Sets the headers of a public page that is answered before the rest of the pipeline runs.</summary>
    public static void SetPublic(IHeaderDictionary headers) => Set(headers, isStaff: false);

    private static Task SetAsync(object state)
    {
        var context = (HttpContext)state;
        // While the error page is rendered, the request has the path of that page; the requested path decides.
        var isStaff = IsStaff(ErrorPages.PathAskedFor(context));
        Set(context.Response.Headers, isStaff);
        if (IsFile(context))
        {
            context.Response.Headers.ContentSecurityPolicy = FilePolicy;
        }

        if (context.Response.ContentType is "text/css" or "text/javascript")
        {
            context.Response.ContentType += "; charset=utf-8";
        }

        if (isStaff || context.User.Identity?.IsAuthenticated == true)
        {
            // Security: nothing that a signed-in user sees may be stored in a cache.
            context.Response.Headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    private static bool IsFile(HttpContext context) =>
        context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status206PartialContent
        && context.Response.ContentType is { } type
        && (type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal)
            || type.StartsWith("video/", StringComparison.Ordinal) || type == "application/pdf");

    private static void Set(IHeaderDictionary headers, bool isStaff)
    {
        headers.ContentSecurityPolicy = isStaff ? StaffPolicy : PublicPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = isStaff ? "same-origin" : "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = NoDeviceFeatures;
        headers["X-Permitted-Cross-Domain-Policies"] = "none";
    }
}
