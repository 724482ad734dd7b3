namespace CoalitionCms.Web;

/// <summary>Who has access to a page. It follows from the page's folder: <c>Features/Events/Site/…</c>.</summary>
public enum Surface
{
    /// <summary>Public; read-only; cached; in every language.</summary>
    Site,

    /// <summary>Public; for signing in and redeeming links; rate-limited.</summary>
    SignIn,

    Own,

    /// <summary>Signed-in accounts with the permission that the page specifies.</summary>
    Admin,
}

/// <summary>Determines the surface from a page's path.</summary>
internal static class Surfaces
{
    /// <summary>The surface of a page such as <c>/Features/Events/Site/Details</c>.</summary>
    /// <exception cref="InvalidOperationException">The page is not in a surface folder, so nobody has decided who has access.</exception>
    public static Surface Of(string viewEnginePath) =>
        viewEnginePath.Trim('/').Split('/') is [.., _, var folder, _] && Enum.TryParse<Surface>(folder, out var surface)
            ? surface
            : throw new InvalidOperationException(
            $"The page {viewEnginePath} is in none of the folders Site, SignIn, Own and Admin of its feature.");
}
