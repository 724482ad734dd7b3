using CoalitionCms.Web.Errors;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Web;

/// <summary>How forms are read: large enough to give a too long text back to who typed it, and bounded in every direction.</summary>
internal static class FormBinding
{
    /// <summary>Largest request body. Percent-encoded Chinese takes nine bytes a character, and a
    /// text over the limit must still come back with its sentence.</summary>
    public const int MaxBody = 24 * 1024 * 1024;

    /// <summary>Largest body of a form with photos: twenty of the largest, and the text.</summary>
    public const int MaxUploads = 560 * 1024 * 1024;

    /// <summary>Refuses a body in another character set than UTF-8: no form of the site
    /// sends one, and some make the framework throw.</summary>
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

    public static void Configure(MvcOptions mvc)
    {
        mvc.MaxModelBindingCollectionSize = 1_024;
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

        // Keys, not sentences: the view says them in the reader's language.
        static string Key(string key) => key;
    }

    /// <summary>Limits of reading a form, whoever reads it first.</summary>
    public static void Limit(FormOptions form)
    {
        form.ValueLengthLimit = MaxBody;
        form.BufferBodyLengthLimit = MaxBody;
        form.ValueCountLimit = 4_096;
        form.KeyLengthLimit = 256;
    }

    public static CookieBuilder AntiforgeryCookie(CmsOptions options)
    {
        var secure = options.BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        return new CookieBuilder
        {
            Name = secure ? "__Host-form" : "form",
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
            Path = "/",
            IsEssential = true,
        };
    }
}
