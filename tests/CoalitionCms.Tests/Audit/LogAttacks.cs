using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CoalitionCms.Tests.Audit;

/// <summary>A log with a few lines, and ways to change it behind the program's back.</summary>
internal static class LogAttacks
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Writes lines by the program's own actions.</summary>
    /// <returns>Number and hash of the last.</returns>
    public static async Task<ChainHead> FillLogAsync(this CmsSite site)
    {
        foreach (var title in new[] { "Paper lanterns", "A second letter", "三月的信" })
        {
            await site.PublishArticleAsync(Writing.Words(title));
        }

        return await site.HeadAsync();
    }

    /// <summary>The last line.</summary>
    public static Task<ChainHead> HeadAsync(this CmsSite site) => site.AskAsync((AuditAdminQueries queries) => queries.HeadAsync(Token));

    /// <summary>The hash of a line.</summary>
    public static Task<string> HashOfAsync(this CmsSite site, long number) =>
        site.InDatabaseAsync(db => db.AuditEntries.Where(e => e.Number == number).Select(e => e.Hash).SingleAsync(Token));

    /// <summary>Runs SQL as somebody would who has the database and not the program.</summary>
    public static Task<int> TamperAsync(this CmsSite site, FormattableString sql) =>
        site.InDatabaseAsync(db => db.Database.ExecuteSqlAsync(sql, Token));

    /// <summary>Inserts a line that fits behind another one, with a hash of its own.</summary>
    public static Task<int> ForgeAsync(this CmsSite site, ChainHead behind, string verb = "entry.saved", string details = "{}")
    {
        var at = MovableClock.Start.UtcDateTime;
        var entry = new ChainEntry(behind.Number + 1, at, "system", verb, "audit", "start", details);
        return site.TamperAsync($"""
            INSERT INTO "AuditEntries" ("Number", "AtUtc", "Actor", "Verb", "ObjectKind", "ObjectId", "Details", "PreviousHash", "Hash")
            VALUES ({entry.Number}, {at}, 'system', {verb}, 'audit', 'start', {details},
                {behind.Hash}, {HashChain.Hash(behind.Hash, entry)})
            """);
    }

    /// <summary>What the program itself finds.</summary>
    public static Task<AuditReport> VerifyAsync(this CmsSite site, ChainHead? noted = null) =>
        site.AskAsync((AuditVerification verification) => verification.RunAsync(noted, progress: null, Token));

    /// <summary>Runs a command on the site's database.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(this CmsSite site, params string[] arguments) => ProgramRun.CommandAsync(
        site.Folder, arguments, typed: null, ("Cms__Database", site.Database.ToString()),
        ("ConnectionStrings__Cms", site.ConnectionString));

    /// <summary>
    /// Fails unless <c>verify audit</c> names this line for this reason, or holds when there is no reason. For a file the command itself is
    /// run.
    /// </summary>
    public static async Task CommandNamesAsync(this CmsSite site, long number, string? reason, ChainHead? noted = null)
    {
        if (site.Database != DatabaseKind.Sqlite)
        {
            Assert.Equal(reason is null ? null : new ChainBreak(number, reason), (await site.VerifyAsync(noted)).Break);
            return;
        }

        var (exitCode, output) =
            await site.RunAsync(noted is { } head ? ["verify", "audit", "--head", head.ToString()] : ["verify", "audit"]);
        var expected = reason is null
            ? "The audit log holds: "
            : string.Create(CultureInfo.InvariantCulture, $"error: The audit log does not hold at line {number} ({reason}): ");
        Assert.True(output.Contains(expected, StringComparison.Ordinal) && exitCode == (reason is null ? 0 : 1),
            $"Expected \"{expected}\", got exit code {exitCode} and\n{output}");
    }
}
