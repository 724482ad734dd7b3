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
}
