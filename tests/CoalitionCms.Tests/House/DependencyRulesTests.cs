using System.Text.RegularExpressions;
using CoalitionCms.Integrity;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

/// <summary>The rules of <c>src/README.md</c>, held by the types that the compiled program refers to.</summary>
public sealed class DependencyRulesTests
{
    private static readonly string[] Http = ["Microsoft.AspNetCore.Http.", "Microsoft.AspNetCore.Mvc.", "Microsoft.AspNetCore.Routing."];
    private static readonly string[] Database =
        ["CoalitionCms.Data.", "Microsoft.EntityFrameworkCore.", "Microsoft.AspNetCore.Identity.UserManager"];

    [Fact]
    public void Units_know_each_other_in_no_circle() =>
        Architecture.PairsInCircles().Select(p => $"{p.From} → {p.To}, as {p.Example}").ShouldBeEmpty();

    [Fact]
    public void Integrity_knows_no_web_and_no_database() =>
        typeof(HashChain).Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(a => !a.StartsWith("System.", StringComparison.Ordinal) && a != "NSec.Cryptography").ShouldBeEmpty();

    [Fact]
    public void Domain_knows_nothing_of_the_rest() =>
        Breaking(t => t.Unit == "Domain", other => Architecture.UnitOf(other) is not ("" or "Domain" or "Integrity")
            || IsOf(other, Http) || IsOf(other, "Microsoft.EntityFrameworkCore.")).ShouldBeEmpty();

    [Fact]
    public void No_unit_uses_the_pages_of_another() =>
        (from type in Architecture.Types
         from other in type.References
         where Architecture.UnitOf(other) is { Length: > 0 } unit && unit != type.Unit && other.Split('.')[..^1] is [.., var folder]
             && folder is "Site" or "Admin" or "Own" or "SignIn"
         select $"{type.FullName} → {other}").ShouldBeEmpty();

    [Fact]
    public void Actions_know_nothing_of_HTTP() =>
        Breaking(t => t.Folders[^1] == "Actions", other => IsOf(other, Http) || IsOf(other, "CoalitionCms.Web.")).ShouldBeEmpty();

    [Fact]
    public void Public_pages_only_read_and_only_through_their_queries() =>
        Breaking(t => t.Surface == "Site", other => IsOf(other, Database) || other.Contains(".Actions.", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void Pages_of_staff_and_views_never_touch_the_database() =>
        Breaking(t => t.Surface.Length > 0 || t.IsView, other => IsOf(other, Database)).ShouldBeEmpty();

    [Fact]
    public void Only_the_data_unit_knows_which_database_it_is() =>
        // The setting itself, and the ear for other processes that only PostgreSQL has.
        Breaking(t => t.Unit is not ("Data" or "Migrations")
            && t.FullName is not ("CoalitionCms.Domain.CmsOptions" or "CoalitionCms.Caching.PostgresInvalidationListener"),
            other => IsOf(other, "Npgsql.", "Microsoft.Data.Sqlite.", "CoalitionCms.Data.Sqlite", "CoalitionCms.Data.PostgreSql")
                || (other.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal)
                    && (other.Contains("Sqlite", StringComparison.Ordinal) || other.Contains("Npgsql", StringComparison.Ordinal))))
            .ShouldBeEmpty();

    [Fact]
    public void Names_of_attendees_come_from_one_place() =>
        Breaking(t => t.FullName != "CoalitionCms.Features.Events.PublicAttendance",
            other => other == "CoalitionCms.Features.Events.ConsentedName").ShouldBeEmpty();

    [Fact]
    public void Images_are_fixed_by_their_digests()
    {
        var images = (from file in new[] { "Dockerfile", "docker-compose.yml" }
                      from line in File.ReadLines(Path.Combine(Repository.Root, file))
                      let image = Regex.Match(line, @"^\s*(?:ARG (?:SDK|RUNTIME)=|image: |FROM )(?!\S*\$)(?!--)(\S+)").Groups[1].Value
                      where image.Length > 0
                      select image).ToList();

        images.Count.ShouldBe(5, "SDK, runtime, Caddy, PostgreSQL, Debian for Tor");
        images.ShouldAllBe(i => Regex.IsMatch(i, "^[^@]+:[^@]+@sha256:[0-9a-f]{64}$"));
    }

    private static List<string> Breaking(Func<CodeType, bool> bound, Func<string, bool> forbidden) =>
        [.. from type in Architecture.Types
            where bound(type)
            from other in type.References
            where forbidden(other)
            select $"{type.FullName} → {other}"];

    private static bool IsOf(string other, params string[] beginnings) =>
        beginnings.Any(b => other.StartsWith(b, StringComparison.Ordinal));
}
