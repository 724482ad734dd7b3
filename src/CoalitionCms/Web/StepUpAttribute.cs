using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CoalitionCms.Web;

/// <summary>
/// Stated by pages that do what cannot be taken back: whoever posts here proved within ten minutes who they are, or proves it now.
/// What was typed is kept meanwhile.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StepUpAttribute : Attribute, IFilterFactory
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    public bool IsReusable => true;

    /// <summary>True for a page that is not even shown without: it shows a secret, or there is much to type.</summary>
    public bool ToSee { get; set; }

    // Security: without somebody who asks, the page fails instead of opening.
    public IFilterMetadata CreateInstance(IServiceProvider serviceProvider) =>
        serviceProvider.GetRequiredService<IStepUp>().Filter(this);

    /// <summary>Asks for the proof in the middle of a post; what was typed is kept meanwhile.</summary>
    internal static Task<IActionResult> AskAsync(HttpContext context, bool isPost) =>
        context.RequestServices.GetRequiredService<IStepUp>().AskAsync(context, isPost);
}

/// <summary>Makes the filter that asks. Pages demand it without knowing how somebody proves who they are.</summary>
public interface IStepUp
{
    IFilterMetadata Filter(StepUpAttribute demand);

    /// <summary>True within <see cref="StepUpAttribute.Fresh"/> of the last proof.</summary>
    bool IsFresh(HttpContext context);

    Task<IActionResult> AskAsync(HttpContext context, bool isPost);
}
