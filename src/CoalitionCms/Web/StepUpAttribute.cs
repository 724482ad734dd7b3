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
}

/// <summary>Makes the filter that asks. Pages demand it without knowing how somebody proves who they are.</summary>
public interface IStepUp
{
    IFilterMetadata Filter(StepUpAttribute demand);
}
