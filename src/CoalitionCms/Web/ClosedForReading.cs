namespace CoalitionCms.Web;

/// <summary>Marks a page that accepts POST requests while the site is read-only: signing out, verifying, and the switch itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OpenWhileReadingOnlyAttribute : Attribute;

/// <summary>The response to POST requests while the site is read-only.</summary>
internal static class ClosedForReading
{
    private static readonly object Closed = new();

    public static void Refuse(HttpContext context)
    {
        context.Items[Closed] = true;
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "3600";
    }

    /// <summary>True when this request was refused because the site is read-only.</summary>
    public static bool IsAnswerTo(HttpContext context) => context.Items.ContainsKey(Closed);
}
