namespace CoalitionCms.Web;

/// <summary>Marks a page that takes what is sent to it while the site is for reading
/// only: signing out, verifying, and the switch itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenWhileReadingOnlyAttribute : Attribute;

/// <summary>The answer to what is sent in while the site is for reading only.</summary>
internal static class ClosedForReading
{
    private static readonly object Closed = new();

    public static void Refuse(HttpContext context)
    {
        context.Items[Closed] = true;
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "3600";
    }

    /// <summary>True when this request was refused since the site is for reading only.</summary>
    public static bool IsAnswerTo(HttpContext context) => context.Items.ContainsKey(Closed);
}
