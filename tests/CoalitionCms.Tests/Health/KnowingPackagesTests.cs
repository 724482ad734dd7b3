using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Health;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Health;

/// <summary>Known holes in packages: what the audit found when the program was built, read again by the health page.</summary>
public sealed class KnowingPackagesTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Fact]
    public void Every_package_has_one_version_and_is_locked_by_its_hash()
    {
        var pinned = XDocument.Parse(Read("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value, StringComparer.Ordinal);
        pinned.Values.ShouldAllBe(v => Regex.IsMatch(v, @"^[0-9]+(\.[0-9]+)+(-[0-9a-z.]+)?$"));
        var projects = Repository.Files("src", ".csproj").Concat(Repository.Files("tests", ".csproj")).ToList();
        projects.Count.ShouldBe(5);
        foreach (var project in projects)
        {
            var settings = XDocument.Parse(project.Text).Descendants().ToList();
            settings.Where(s => s.Name == "PackageReference").Attributes().Select(a => a.Name.LocalName)
                .ShouldBeSubsetOf(["Include", "PrivateAssets"], project.Path);
            settings.Select(s => s.Name.LocalName).ShouldNotContain(
                n => n.StartsWith("Restore", StringComparison.Ordinal) || n.StartsWith("NuGet", StringComparison.Ordinal));
            using var locked = JsonDocument.Parse(Read(project.Path[..(project.Path.LastIndexOf('/') + 1)] + "packages.lock.json"));
            foreach (var package in locked.RootElement.GetProperty("dependencies").EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject()))
            {
                if (package.Value.GetProperty("type").GetString() is not { } type || type == "Project")
                {
                    continue;
                }

                Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!).Length
                    .ShouldBe(64, $"{package.Name} in {project.Path}");
                // The SDK brings some of its own.
                if (type == "Direct" && pinned.TryGetValue(package.Name, out var version))
                {
                    package.Value.GetProperty("resolved").GetString().ShouldBe(version, package.Name);
                }
            }
        }
    }

    [Fact]
    public void What_is_built_for_others_takes_no_other_package_than_the_locked_one()
    {
        var build = XDocument.Parse(Read("Directory.Build.props"));
        build.Descendants("RestorePackagesWithLockFile").ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            setting => setting.Value.ShouldBe("true"), setting => setting.HasAttributes.ShouldBeFalse());
        build.Descendants("RestoreLockedMode").ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            setting => setting.Value.ShouldBe("true"), setting => setting.Attribute("Condition")!.Value.ShouldBe("'$(CI)' == 'true'"));
        build.Descendants("NuGetAudit").ShouldHaveSingleItem().Value.ShouldBe("true");
        build.Descendants("NuGetAuditMode").ShouldHaveSingleItem().Value.ShouldBe("all");
        Read(".ci/run").ShouldContain("\nexport CI=true\n");
        Regex.Matches(Read("Dockerfile"), "dotnet restore .*").ShouldHaveSingleItem().Value.ShouldEndWith(" --locked-mode");
        Regex.Matches(Read("Dockerfile"), "dotnet publish .*").ShouldHaveSingleItem().Value.ShouldContain(" --no-restore ");
        using var tools = JsonDocument.Parse(Read(".config/dotnet-tools.json"));
        tools.RootElement.GetProperty("tools").EnumerateObject().ShouldAllBe(t => !t.Value.GetProperty("rollForward").GetBoolean());
    }

    [Fact]
    public void The_built_program_carries_the_audit_of_its_own_restore()
    {
        var carried = PackageAudit.OfProgram;

        carried.On.ShouldNotBeNull("The build writes the day of the audit.");
        carried.On.Value.ShouldBeInRange(new(2026, 1, 1), TimeProvider.System.TodayIn(TimeZoneInfo.Utc));
        carried.Line(carried.On.Value.AddDays(PackageAudit.MostDays + 1)).State.ShouldNotBe(HealthState.Ok);
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CoalitionCms.dll"), System.Text.Encoding.Latin1)
            .ShouldContain("PackageAuditDay");
    }

    [Theory]
    [InlineData("[]", HealthState.Ok, "Ok")]
    [InlineData("""[ { "code": "NU1603", "level": "Warning", "message": "Other." } ]""", HealthState.Ok, "Ok")]
    [InlineData("""[ { "code": "NU1901", "libraryId": "Small.Hole" } ]""", HealthState.Look, "Found")]
    [InlineData("""[ { "code": "NU1902", "libraryId": "Small.Hole" }, { "code": "NU1901", "libraryId": "Other.Hole" } ]""",
        HealthState.Look, "Found")]
    [InlineData("""[ { "code": "NU1901", "libraryId": "Small.Hole" }, { "code": "NU1903", "libraryId": "Great.Hole" }, ]""",
        HealthState.Act, "Found")]
    [InlineData("""[ { "code": "NU1904", "message": "Package 'Great.Hole' 1.0 has a known critical severity vulnerability" } ]""",
        HealthState.Act, "Found")]
    [InlineData("""[ { "code": "NU1905", "message": "did not provide any vulnerability data" } ]""", HealthState.Look, "NoData")]
    [InlineData("""[ { "code": "NU1900", "message": "could not be reached" } ]""", HealthState.Look, "NoData")]
    [InlineData("""[ { "code": "NU1905" }, { "code": "NU1904", "libraryId": "Great.Hole" } ]""", HealthState.Act, "Found")]
    [InlineData("""[ { "code": """, HealthState.Look, "NoData")]
    [InlineData("""{ "code": 1 }""", HealthState.Look, "NoData")]
    [InlineData(null, HealthState.Look, "NoData")]
    public void What_was_written_is_read(string? log, HealthState state, string found)
    {
        var line = PackageAudit.Read("2026-02-01", log).Line(Today);

        (line.Key, line.State, line.Found).ShouldBe(("Packages", state, found));
    }

    [Fact]
    public void None_known_counts_for_sixty_days_and_a_day_that_is_none_for_nothing()
    {
        PackageAudit.Read("2025-12-31", "[]").Line(Today).State.ShouldBe(HealthState.Ok, "60 days.");
        var old = PackageAudit.Read("2025-12-30", "[]").Line(Today);
        (old.State, old.Found).ShouldBe((HealthState.Look, "Old"));
        PackageAudit.Read("yesterday", "[]").Line(Today).Found.ShouldBe("NoData");
        PackageAudit.Read(null, "[]").Line(Today).Found.ShouldBe("NoData");
    }

    [Fact]
    public void The_gravest_is_named_first_and_each_once()
    {
        var audit = PackageAudit.Read("2026-02-01", """
            [ { "code": "NU1901", "libraryId": "B" }, { "code": "NU1904", "libraryId": "C" },
              { "code": "NU1901", "libraryId": "A" }, { "code": "NU1904", "libraryId": "C" } ]
            """);

        audit.Found.ShouldBe([new("C", PackageDanger.Critical), new("A", PackageDanger.Low), new("B", PackageDanger.Low)]);
    }

    [OnEachDatabase]
    public async Task The_page_shows_the_line(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var admin = await site.SignInAsync(Role.Admin);

        var line = (await admin.GetAsync("/admin/health")).One("#packages").TextContent;

        line.ShouldContain("Packages with known vulnerabilities");
        line.ShouldContain(PackageAudit.OfProgram switch
        {
            { Found.Count: > 0 } audit => audit.Found[0].Name,
            { HasData: false } => "the list of known vulnerabilities was not available",
            _ => "None known on",
        });
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));
}
