using CoalitionCms.Caching;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Authorization;

namespace CoalitionCms.Web;

/// <summary>Configures each page by its surface folder: who has access, and for public pages an address in every language.</summary>
internal sealed class SurfaceConvention : IPageRouteModelConvention, IPageApplicationModelConvention
{
    public const string LanguageKey = "lang";

    public void Apply(PageRouteModel model)
    {
        if (Surfaces.Of(model.ViewEnginePath) != Surface.Site)
        {
            return;
        }

        foreach (var selector in model.Selectors.ToList())
        {
            var template = selector.AttributeRouteModel!.Template?.TrimStart('/') ?? "";
            model.Selectors.Add(new SelectorModel(selector)
            {
                AttributeRouteModel = new AttributeRouteModel
                {
                    Template = $"{{{LanguageKey}:{LanguageConstraint.Name}}}/{template}".TrimEnd('/'),
                    SuppressLinkGeneration = true,
                },
            });
        }
    }

    public void Apply(PageApplicationModel model)
    {
        var surface = Surfaces.Of(model.ViewEnginePath);
        model.EndpointMetadata.Add(new SurfaceMetadata(surface));
        if (surface is Surface.Site or Surface.SignIn)
        {
            model.EndpointMetadata.Add(new AllowAnonymousAttribute());
            model.Filters.Add(new AllowAnonymousFilter());
        }

        if (surface == Surface.Site && model.HandlerMethods.SelectMany(h => h.Parameters)
            .Any(p => PageCacheMiddleware.KeyedQuery.Contains(p.ParameterName, StringComparer.Ordinal)))
        {
            model.EndpointMetadata.Add(new AskedPage());
        }
    }
}

/// <summary>Metadata with the surface of an endpoint, for middleware and tests.</summary>
internal sealed record SurfaceMetadata(Surface Surface);

/// <summary>Route constraint: the first segment must be a language with a prefix, in its canonical casing.</summary>
internal sealed class LanguageConstraint : IRouteConstraint
{
    public const string Name = "language";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values,
        RouteDirection routeDirection) =>
        values[routeKey] is string code && Language.Find(code) is { UrlPrefix.Length: > 0 };
}
