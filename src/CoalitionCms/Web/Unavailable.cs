using CoalitionCms.Data;

namespace CoalitionCms.Web;

/// <summary>Marks a page that accepts POST requests while the site is read-only: signing out, verifying, and the switch itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OpenWhileReadingOnlyAttribute : Attribute;

/// <summary>Why a request gets 503: each value has the texts <c>Error.*.Title</c> and <c>.Text</c>.</summary>
internal enum UnavailableReason
{
    ReadingOnly,

    /// <summary>Too much is being sent at this moment.</summary>
    Busy,

    DatabaseAway,

    /// <summary>It does not answer either, and somebody signed out.</summary>
    SignedOutHere,

    /// <summary>Another program holds the database.</summary>
    DatabaseBusy,

    DiskFull,

    /// <summary>What is left is kept for what must always be possible.</summary>
    DiskNearlyFull,
}

/// <summary>Answers 503, with a reason that the error page puts into words.</summary>
internal static class Unavailable
{
    private static readonly object Key = new();

    public static void Answer(HttpContext context, UnavailableReason reason)
    {
        context.Items[Key] = reason;
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = reason switch
        {
            UnavailableReason.ReadingOnly => "3600",
            UnavailableReason.Busy => "5",
            _ => "30",
        };
    }

    public static UnavailableReason? ReasonOf(HttpContext context) => context.Items[Key] as UnavailableReason?;

    /// <summary>The reason for an exception; null when it is a fault of the program.</summary>
    public static UnavailableReason? ReasonOf(Exception problem) => DatabaseTrouble.Of(problem) switch
    {
        DatabaseTroubleKind.Away => UnavailableReason.DatabaseAway,
        DatabaseTroubleKind.Busy => UnavailableReason.DatabaseBusy,
        DatabaseTroubleKind.Full => UnavailableReason.DiskFull,
        _ => null,
    };
}
