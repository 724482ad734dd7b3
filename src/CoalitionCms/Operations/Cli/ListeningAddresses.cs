namespace CoalitionCms.Operations.Cli;

/// <summary>The addresses on which the site listens, from the same settings in the same order as in the web server.</summary>
internal static class ListeningAddresses
{
    private static readonly string[] Prefixes = ["ASPNETCORE_", "DOTNET_", ""];

    /// <summary>
    /// Returns the addresses; <c>http://localhost:5000</c> if none is set. Invalid ones are skipped: the server reports them at startup.
    /// </summary>
    public static IReadOnlyList<BindingAddress> Of(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()
            .ToList();
        var ports = Setting(configuration, "HTTP_PORTS").Select(port => $"http://*:{port}").ToList();
        var urls = endpoints.Count > 0 ? endpoints : Setting(configuration, "URLS") is { Length: > 0 } set ? [.. set] : ports.Count > 0
            ? ports : ["http://localhost:5000"];
        return [.. urls.Select(Parse).OfType<BindingAddress>()];
    }

    private static string[] Setting(IConfiguration configuration, string name) =>
        Prefixes.Select(prefix => configuration[prefix + name]).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))
            ?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static BindingAddress? Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
