using CoalitionCms.Domain;
using CoalitionCms.Web.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace CoalitionCms.Web;

/// <summary>
/// How forms are read: limits that are large enough to return a too long text to its author, but exist in every dimension.
/// </summary>
internal static class FormBinding
{
    /// <summary>
    /// Largest request body. Percent-encoded Chinese takes nine bytes a character, and a text over the limit must still be returned with
    /// its error.
    /// </summary>
    public const int MaxBody = 24 * 1024 * 1024;

    /// <summary>Largest body of a form with photos: twenty of the largest photos, and the text.</summary>
    public const int MaxUploads = 560 * 1024 * 1024;

    /// <summary>Values in the form with the most: the attendance of a large rally.</summary>
    public const int MaxValues = 40_000;

    /// <summary>
    /// Refuses a body in a character set other than UTF-8: no form of the site sends one, and some make the framework throw.
    /// </summary>
    public static Task RequireUtf8Async(HttpContext context, RequestDelegate next)
    {
        var charset = Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            ? type.Charset
            : default;
        if (!charset.HasValue || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || ErrorPages.IsShowingError(context))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }

    /// <summary>Refuses null characters in an address: no page has one, and databases and the framework throw.</summary>
    public static Task RequireNoNullAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "/";
        if (ErrorPages.IsShowingError(context) || (!path.Contains('\0', StringComparison.Ordinal)
            && !path.Contains("%00", StringComparison.Ordinal)
            && (SaysItself(context.Request.Path)
                || !(context.Request.QueryString.Value ?? "").Contains("%00", StringComparison.Ordinal))))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // The pages of one-time links hash the code that they receive, and have their own error for an invalid link.
    private static bool SaysItself(PathString path) => path == "/account/join" || path == "/account/reset";

    /// <summary>Reads the form of a request; null when there is none that can be read, in which case no later code tries again.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            if (!form.Any(f => HasNull(f.Key) || f.Value.Any(HasNull)) && !form.Files.Any(f => HasNull(f.Name) || HasNull(f.FileName)))
            {
                return form;
            }
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or InvalidOperationException
            or (IOException and not BadHttpRequestException))
        {
            // The form feature throws all of these for invalid requests: limits, a missing boundary or end, null characters.
        }

        request.HttpContext.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        return null;

        static bool HasNull(string? text) => text is not null && text.Contains('\0', StringComparison.Ordinal);
    }

    public static void Configure(MvcOptions mvc)
    {
        mvc.Filters.Add<ReadableFormFilter>();
        mvc.Filters.AddService<DiskReserve>();

        // Above it MVC throws; the number of values in a form is limited before, and answered by a sentence.
        mvc.MaxModelBindingCollectionSize = MaxValues;
        mvc.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => Key("Form.Required"));
        mvc.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((_, _) => Key("Form.NotUnderstood"));
        mvc.ModelBindingMessageProvider.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => Key("Form.NotUnderstood"));
        mvc.ModelBindingMessageProvider.SetUnknownValueIsInvalidAccessor(_ => Key("Form.NotUnderstood"));
        mvc.ModelBindingMessageProvider.SetNonPropertyUnknownValueIsInvalidAccessor(() => Key("Form.NotUnderstood"));
        mvc.ModelBindingMessageProvider.SetValueMustBeANumberAccessor(_ => Key("Form.NotANumber"));
        mvc.ModelBindingMessageProvider.SetNonPropertyValueMustBeANumberAccessor(() => Key("Form.NotANumber"));
        mvc.ModelBindingMessageProvider.SetMissingBindRequiredValueAccessor(_ => Key("Form.Required"));
        mvc.ModelBindingMessageProvider.SetMissingKeyOrValueAccessor(() => Key("Form.Required"));
        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        mvc.ModelMetadataDetailsProviders.Add(new KeepEmptyStrings());
        mvc.ModelMetadataDetailsProviders.Add(new WrongByType());

        // Keys, not texts: the view translates them into the reader's language.
        static string Key(string key) => key;
    }

    /// <summary>Limits of reading a form, independent of which code reads it first.</summary>
    public static void Limit(FormOptions form)
    {
        form.ValueLengthLimit = MaxBody;
        form.BufferBodyLengthLimit = MaxBody;
        form.ValueCountLimit = 4_096;
        form.KeyLengthLimit = 256;
    }

    public static CookieBuilder AntiforgeryCookie(CmsOptions options)
    {

        // "Always" would throw wherever TLS ends before the program and the proxy is not configured, and on an onion address, which needs
        // none.
        return new FormCookieBuilder(options.IsHttps)
        {
            Name = options.IsHttps ? "__Host-form" : "form",
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            SecurePolicy = CookieSecurePolicy.SameAsRequest,
            Path = "/",
            IsEssential = true,
        };
    }
}

/// <summary>Says of a day and of a number what is wrong with it.</summary>
internal sealed class WrongByType : IBindingMetadataProvider
{
    public void CreateBindingMetadata(BindingMetadataProviderContext context)
    {
        var type = Nullable.GetUnderlyingType(context.Key.ModelType) ?? context.Key.ModelType;
        var key = type == typeof(DateOnly) ? "Date.Wrong.NoSuchDay"
            : type == typeof(int) || type == typeof(long) ? "Form.NotANumber"
            : null;
        if (key is not null)
        {
            context.BindingMetadata.ModelBindingMessageProvider!.SetAttemptedValueIsInvalidAccessor((_, _) => key);
            context.BindingMetadata.ModelBindingMessageProvider.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => key);
        }
    }
}

/// <summary>A cookie that is always <c>Secure</c> where the base URL is HTTPS, whatever the request looks like behind a proxy.</summary>
internal sealed class FormCookieBuilder(bool isSecure) : CookieBuilder
{
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var cookie = base.Build(context, expiresFrom);
        cookie.Secure |= isSecure;
        return cookie;
    }
}

/// <summary>
/// Reads the form of every page, once and before other filters: a form that cannot be read is a bad request, not a server error.
/// </summary>
internal sealed class ReadableFormFilter : IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <summary>After the limits of the page (900), before the antiforgery tokens are checked (1000).</summary>
    public int Order => 950;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType && !ErrorPages.IsShowingError(context.HttpContext)
            && await FormBinding.ReadAsync(request, context.HttpContext.RequestAborted) is null)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
        }
    }
}
