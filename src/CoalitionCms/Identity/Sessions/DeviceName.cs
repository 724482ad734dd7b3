namespace CoalitionCms.Identity;

/// <summary>A general name of a device, enough for its owner to recognize it and too little to distinguish people.</summary>
/// <param name="Browser">Such as Firefox; empty when unknown.</param>
/// <param name="System">Such as Windows; empty when unknown.</param>
internal sealed record DeviceName(string Browser, string System)
{
    // The first that matches: many user agents contain the names of others.
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

    /// <summary>Parses a user agent. Security: only names from the lists above are kept, never the user agent itself.</summary>
    public static DeviceName Of(string userAgent) => new(Find(Browsers, userAgent), Find(Systems, userAgent));

    private static string Find((string Sign, string Word)[] list, string userAgent) =>
        Array.Find(list, item => userAgent.Contains(item.Sign, StringComparison.Ordinal)).Word ?? "";
}
