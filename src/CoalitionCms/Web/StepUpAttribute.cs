using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CoalitionCms.Web;

/// <summary>
/// Marks pages with actions that cannot be undone: a POST requires an identity confirmation within the last ten minutes, or asks for one.
/// The input is kept in the meantime.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StepUpAttribute : Attribute, IFilterFactory
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    public bool IsReusable => true;

    /// <summary>True for a page that is not even shown without it: it shows a secret, or has a long form.</summary>
    public bool ToSee { get; set; }

    // Security: without a registered implementation the page fails instead of opening.
    public IFilterMetadata CreateInstance(IServiceProvider serviceProvider) =>
        serviceProvider.GetRequiredService<IStepUp>().Filter(this);

    /// <summary>Asks for the confirmation during a POST; the input is kept in the meantime.</summary>
    internal static Task<IActionResult> AskAsync(HttpContext context, bool isPost) =>
        context.RequestServices.GetRequiredService<IStepUp>().AskAsync(context, isPost);
}

/// <summary>Creates the filter that asks. Pages require it without depending on how identity is confirmed.</summary>
internal interface IStepUp
{
    IFilterMetadata Filter(StepUpAttribute demand);

    /// <summary>True within <see cref="StepUpAttribute.Fresh"/> of the last confirmation.</summary>
    bool IsFresh(HttpContext context);

    Task<IActionResult> AskAsync(HttpContext context, bool isPost);
}
