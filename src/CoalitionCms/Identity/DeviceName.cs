namespace CoalitionCms.Identity;

/// <summary>A device in broad words, enough for its owner to know it again and too little to tell one person from another.</summary>
/// <param name="Browser">Such as Firefox; empty when unknown.</param>
/// <param name="System">Such as Windows; empty when unknown.</param>
public sealed record DeviceName(string Browser, string System)
{
    // The first that matches: many name others that they want to be taken for.
    private static readonly (string Sign, string Word)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("FxiOS", "Firefox"), ("Firefox/", "Firefox"),
        ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Word)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
            ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>Reads what a browser says of itself. Security: only words of the lists above are kept, never its own.</summary>
    public static DeviceName Of(string userAgent) => new(Find(Browsers, userAgent), Find(Systems, userAgent));

    private static string Find((string Sign, string Word)[] list, string userAgent) =>
        Array.Find(list, item => userAgent.Contains(item.Sign, StringComparison.Ordinal)).Word ?? "";
}
