using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace CoalitionCms.Operations.Health;

/// <summary>Severity of a known vulnerability, by NuGet's codes NU1901 to NU1904.</summary>
internal enum PackageDanger
{
    Low,

    Moderate,

    High,

    Critical,
}

/// <summary>A package with a known vulnerability.</summary>
internal sealed record VulnerablePackage(string Name, PackageDanger Danger);

/// <summary>
/// The result of the package audit at build time. The build embeds it in the program, because a site never makes outbound calls.
/// </summary>
/// <param name="On">Day of the audit; null if the program has none.</param>
/// <param name="HasData">False when the package source has no vulnerability data, so that nothing was compared.</param>
/// <param name="Found">Packages with a known vulnerability, the most severe first.</param>
internal sealed record PackageAudit(DateOnly? On, bool HasData, IReadOnlyList<VulnerablePackage> Found)
{
    public const int MostDays = 60;

    private const string Unreachable = "NU1900";
    private const string NothingProvided = "NU1905";

    public static PackageAudit OfProgram { get; } = Of(typeof(PackageAudit).Assembly);

    /// <summary>Parses what the build embedded: a day, and NuGet's log from <c>project.assets.json</c>.</summary>
    public static PackageAudit Read(string? day, string? log)
    {
        if (log is null || !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
        {
            return new(null, HasData: false, []);
        }

        try
        {
            using var lines = JsonDocument.Parse(log, new() { AllowTrailingCommas = true });
            var told = lines.RootElement.EnumerateArray()
                .Select(l => (Code: Text(l, "code"), Package: Text(l, "libraryId"), Message: Text(l, "message"))).ToList();
            var found = told.Where(l => l.Code is "NU1901" or "NU1902" or "NU1903" or "NU1904")
                .Select(l => new VulnerablePackage(l.Package.Length > 0 ? l.Package : l.Message, (PackageDanger)(l.Code[^1] - '1')));
            return new(on, !told.Exists(l => l.Code is Unreachable or NothingProvided),
                [.. found.Distinct().OrderByDescending(p => p.Danger).ThenBy(p => p.Name, StringComparer.Ordinal)]);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return new(on, HasData: false, []);
        }
    }

    internal HealthRow Line(DateOnly today) => this switch
    {
        { Found.Count: > 0 } =>
            new("Packages", Found[0].Danger >= PackageDanger.High ? HealthState.Act : HealthState.Look, "Found", Day, Found),
        { HasData: false } or { On: null } => new("Packages", HealthState.Look, "NoData"),
        { On: { } on } when on.AddDays(MostDays) < today => new("Packages", HealthState.Look, "Old", Day),
        _ => new("Packages", HealthState.Ok, "Ok", Day),
    };

    private string Day => On?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static PackageAudit Of(Assembly program)
    {
        var written = program.GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(a => a.Key, a => a.Value, StringComparer.Ordinal);
        var log = written["PackageAudit"].FirstOrDefault();
        return Read(written["PackageAuditDay"].FirstOrDefault(), log is null ? null
            : Encoding.UTF8.GetString(Convert.FromBase64String(log)));
    }

    private static string Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
