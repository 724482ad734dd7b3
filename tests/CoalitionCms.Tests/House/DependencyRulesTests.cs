using System.Text.RegularExpressions;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

/// <summary>The rules of <c>src/README.md</c>, read off the source.</summary>
public sealed partial class DependencyRulesTests
{
    private static readonly IReadOnlyList<SourceFile> Code = Repository.Files("src/CoalitionCms", ".cs");
    private static readonly IReadOnlyList<SourceFile> All = Repository.Files("src/CoalitionCms", ".cs", ".cshtml");

    [Fact]
    public void Integrity_uses_the_base_library_alone()
    {
        var project = Repository.Files("src/CoalitionCms.Integrity", ".csproj").ShouldHaveSingleItem();
        project.Text.ShouldNotContain("Reference");
        Breaking(Repository.Files("src/CoalitionCms.Integrity", ".cs"), OutsideBaseLibrary()).ShouldBeEmpty();
    }

    [Fact]
    public void Kernel_knows_nothing_above_it() =>
        Breaking(In("src/CoalitionCms/Kernel/"), AboveKernel()).ShouldBeEmpty();

    [Fact]
    public void A_feature_uses_root_files_and_actions_of_others_and_nothing_deeper() =>
        (from file in All.Where(f => f.InFeature.Length > 0)
         from Match use in FeatureNamespace().Matches(file.Code)
         let other = use.Groups["feature"].Value
         let folder = use.Groups["folder"].Value
         where other != file.InFeature[0] && folder.Length > 0 && folder != "Actions" && FolderExists(other, folder)
         select $"{file.Path} uses {use.Value}").ShouldBeEmpty();

    [Fact]
    public void Root_files_of_features_use_each_other_in_no_circle()
    {
        // Shared is the frame around all of them; it may know what stands in the frame.
        var arrows = (from file in Code
                      where file.InFeature is [not "Shared"]
                      from Match use in FeatureNamespace().Matches(file.Code)
                      let other = use.Groups["feature"].Value
                      where other != file.InFeature[0] && other != "Shared"
                      && Directory.Exists(Path.Combine(Repository.Root, "src/CoalitionCms/Features", other))
                      select (From: file.InFeature[0], To: other)).ToHashSet();
        var left = arrows.ToHashSet();
        while (left.RemoveWhere(a => left.All(b => b.From != a.To)) > 0)
        {
            // Leaves fall until only circles are left.
        }

        left.RemoveWhere(a => left.All(b => b.To != a.From) && left.All(b => b.From != a.To));
        left.Select(a => $"{a.From} → {a.To}").ShouldBeEmpty();
    }

    [Fact]
    public void Actions_know_nothing_of_HTTP() =>
        Breaking(Code.Where(f => f.InFeature is [_, "Actions"]), Http()).ShouldBeEmpty();

    [Fact]
    public void Public_pages_only_read_and_only_through_their_reader() =>
        Breaking(All.Where(f => f.InFeature is [_, "Site"]), Writing()).ShouldBeEmpty();

    [Fact]
    public void Pages_of_staff_never_touch_the_database() =>
        Breaking(All.Where(f => f.InFeature is [_, "Admin" or "Own" or "SignIn"]), Database()).ShouldBeEmpty();

    [Fact]
    public void Views_ask_for_no_database() =>
        Breaking(All.Where(f => f.Path.EndsWith(".cshtml", StringComparison.Ordinal)), Database()).ShouldBeEmpty();

    [Fact]
    public void Only_the_data_folder_knows_which_database_it_is()
    {
        // The setting itself, and the ear for other processes that only PostgreSQL has.
        string[] may = ["src/CoalitionCms/Kernel/CmsOptions.cs", "src/CoalitionCms/Caching/PostgresInvalidationListener.cs"];
        Breaking(Code.Where(f => !f.Path.StartsWith("src/CoalitionCms/Data/", StringComparison.Ordinal) && !may.Contains(f.Path)),
            WhichDatabase()).ShouldBeEmpty();
    }

    [Fact]
    public void Names_of_attendees_come_from_one_place()
    {
        string[] may = ["ConsentedName.cs", "PublicAttendance.cs"];
        Breaking(All.Where(f => !may.Contains(f.Name)), AsksForConsentedName()).ShouldBeEmpty();
    }

    private static IEnumerable<SourceFile> In(string folder) => Code.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal));

    private static bool FolderExists(string feature, string folder) =>
        Directory.Exists(Path.Combine(Repository.Root, "src/CoalitionCms/Features", feature, folder));

    private static List<string> Breaking(IEnumerable<SourceFile> files, Regex rule) =>
        [.. files.SelectMany(f => rule.Matches(f.Code).Select(m => $"{f.Path}: {m.Value}")).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\b(?:Microsoft\.\w+|CoalitionCms\.(?:Data|Features|Kernel|Hosting|Cli))\b")]
    private static partial Regex OutsideBaseLibrary();

    [GeneratedRegex(@"\b(?:Microsoft\.(?:AspNetCore|EntityFrameworkCore)[.\w]*|CoalitionCms\.(?:Data|Features|Hosting|Cli)\b[.\w]*"
        + @"|HttpContext|IServiceCollection|DbContext)\b")]
    private static partial Regex AboveKernel();

    [GeneratedRegex(@"(?<![\w/])(?:CoalitionCms\.)?Features\.(?<feature>[A-Z]\w*)(?:\.(?<folder>[A-Z]\w*))?")]
    private static partial Regex FeatureNamespace();

    [GeneratedRegex(@"\bMicrosoft\.AspNetCore\.(?:Http|Mvc|Routing)[.\w]*|\bCoalitionCms\.Hosting\b|\b(?:I?HttpContext\w*|PageModel"
        + @"|IFormFile|ModelState\w*|HttpRequest|HttpResponse)\b")]
    private static partial Regex Http();

    [GeneratedRegex(@"\bOnPost\w*|\bSaveChanges\w*|\bCmsDbContext\b|\bUserManager\b|\.Actions\b")]
    private static partial Regex Writing();

    [GeneratedRegex(@"\bCmsDbContext\b|\bSaveChanges\w*|\bCoalitionCms\.Data\b|\bMicrosoft\.EntityFrameworkCore\b")]
    private static partial Regex Database();

    [GeneratedRegex(@"\b(?:Sqlite\w*|Npgsql\w*|UseNpgsql|UseSqlite|IsNpgsql|IsSqlite|DatabaseKind|PostgreSql\w*)\b")]
    private static partial Regex WhichDatabase();

    [GeneratedRegex(@"\bConsentedName\s*\.\s*\w+")]
    private static partial Regex AsksForConsentedName();
}
