namespace CoalitionCms.Web;

/// <summary>Who may come in. The folder of a page decides it: <c>Features/Events/Site/…</c>.</summary>
public enum Surface
{
    /// <summary>Anyone; reading only; cached; in every language.</summary>
    Site,

    /// <summary>Anyone; for signing in and redeeming links; rate-limited.</summary>
    SignIn,

    Own,

    /// <summary>Signed-in accounts with the permission that the page states.</summary>
    Admin,
}

/// <summary>Reads the surface off a page's path.</summary>
public static class Surfaces
{
    /// <summary>The surface of a page such as <c>/Features/Events/Site/Details</c>.</summary>
    /// <exception cref="InvalidOperationException">The page lies in no surface folder:
    /// nobody would have decided who may come in.</exception>
    public static Surface Of(string viewEnginePath) =>
        viewEnginePath.Trim('/').Split('/') is [.., _, var folder, _] && Enum.TryParse<Surface>(folder, out var surface)
            ? surface
            : throw new InvalidOperationException(
            $"The page {viewEnginePath} lies in none of the folders Site, SignIn, Own and Admin of its feature.");
}
