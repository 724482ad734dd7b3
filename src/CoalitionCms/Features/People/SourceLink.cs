namespace CoalitionCms.Features.People;

/// <summary>Determines which source addresses become links.</summary>
internal static class SourceLink
{
    public const int MaxLength = 1_000;

    // Security: javascript:, data: and similar schemes are never linked.
    public static bool IsSafe(string url) =>
        url.Length <= MaxLength && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.Host.Length > 0 && uri.UserInfo.Length == 0;
}
