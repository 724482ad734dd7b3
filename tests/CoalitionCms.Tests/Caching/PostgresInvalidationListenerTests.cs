using System.Net;
using CoalitionCms.Caching;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Caching;

/// <summary>Two processes on one PostgreSQL: what one withdraws the other serves no more, also when it cannot be told.</summary>
public sealed class PostgresInvalidationListenerTests
{
    private const string Page = "/events/evening-of-two";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task Who_cannot_be_told_names_nobody_from_memory_and_is_not_ready(DatabaseKind database)
    {
        await OnTwoAsync(database, async (first, second, member) =>
        {
            using var visitor = second.Visit();
            (await visitor.GetAsync("/readyz")).ShouldHave(HttpStatusCode.OK);
            (await visitor.GetAsync(Page)).ShouldSay("Wen Withdrawn");
            var articles = (await visitor.GetAsync("/articles")).Header("ETag");

            await OnServerAsync(first, "ALTER DATABASE \"{0}\" ALLOW_CONNECTIONS false");
            await CutOffAsync(first);
            await UntilAsync(() => Task.FromResult(!IsCurrent(second)));
            await WithdrawAsync(first, member);

            (await visitor.GetAsync(Page)).ShouldNotHold("Withdrawn");
            (await visitor.GetAsync("/readyz")).ShouldHave(HttpStatusCode.ServiceUnavailable);
            (await visitor.GetAsync("/articles")).Header("ETag").ShouldBe(articles);
            await OnServerAsync(first, "ALTER DATABASE \"{0}\" ALLOW_CONNECTIONS true");
            await UntilAsync(async () => (await visitor.GetAsync("/readyz")).Status == HttpStatusCode.OK);
            (await visitor.GetAsync(Page)).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Withdrawn");
        });
    }

    [OnEachDatabase]
    public async Task A_word_that_never_came_is_noticed_by_the_number_of_the_log(DatabaseKind database)
    {
        await OnTwoAsync(database, async (first, second, member) =>
        {
            using var visitor = second.Visit();
            (await visitor.GetAsync(Page)).ShouldSay("Wen Withdrawn");

            // As a process would whose word is lost on the way.
            await first.InDatabaseAsync(db => db.Set<GivenConsent>().Where(c => c.MemberId == member).ExecuteDeleteAsync(Token));
            await first.InDatabaseAsync(db =>
                db.AuditHeads.ExecuteUpdateAsync(set => set.SetProperty(h => h.Number, h => h.Number + 1), Token));

            await UntilAsync(async () => !(await visitor.GetAsync(Page)).Body.Contains("Withdrawn", StringComparison.Ordinal));
            second.Log.ToString().ShouldContain("was not heard of");
        });
    }

    [OnEachDatabase]
    public async Task After_a_short_absence_pages_that_name_nobody_are_still_there(DatabaseKind database)
    {
        await OnTwoAsync(database, async (first, second, _) =>
        {
            using var visitor = second.Visit();
            var articles = (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK);
            await visitor.GetAsync(Page);
            var pages = second.Services.GetRequiredService<PageCache>().Usage.Pages;
            var caughtUp = 0;
            second.Services.GetRequiredService<CacheInvalidation>().PagesInvalidated += tags =>
                caughtUp += tags.Contains(CacheTag.Unknown) ? 1 : 0;

            await CutOffAsync(first);
            await UntilAsync(() => Task.FromResult(caughtUp > 0));

            second.Services.GetRequiredService<PageCache>().Usage.Pages.ShouldBe(pages - 1);
            await second.BreakDatabaseAsync();
            (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK).Body.ShouldBe(articles.Body);
            (await visitor.GetAsync(Page)).Status.ShouldNotBe(HttpStatusCode.OK);
        });
    }

    private static async Task OnTwoAsync(DatabaseKind database, Func<CmsSite, CmsSite, Guid, Task> test)
    {
        if (database != DatabaseKind.PostgreSql)
        {
            // A file has one process, which needs no listener and is current always.
            await using var alone = await CmsSite.StartAsync(database);
            IsCurrent(alone).ShouldBeTrue();
            return;
        }

        await using var first = await CmsSite.StartAsync(database);
        var member = await first.AddMemberAsync("Wen Withdrawn");
        await first.AttendAsync(await first.PublishEventAsync("Evening of two"), member, Gathering.Public);
        var folder = Directory.CreateTempSubdirectory("cms-test-").FullName;
        var second = await CmsSite.OpenAsync(database, first.ConnectionString, folder);
        try
        {
            await test(first, second, member);
        }
        finally
        {
            await second.DisposeButKeepAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsCurrent(CmsSite site) => site.Services.GetRequiredService<CacheInvalidation>().IsCurrent;

    private static Task<int> WithdrawAsync(CmsSite site, Guid member) => site.InDatabaseAsync(async db =>
    {
        db.RemoveRange(await db.Set<GivenConsent>().Where(c => c.MemberId == member).ToListAsync(Token));
        new AuditLog(db, site.Clock).Record(Actor.CommandLine, AuditVerb.ConsentWithdrawn, "Member", member);
        db.Invalidate(CacheTag.Attendance);
        return await db.SaveChangesAsync(Token);
    });

    private static Task CutOffAsync(CmsSite site) => OnServerAsync(
        site, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}' AND application_name = '"
        + PostgresInvalidationListener.ConnectionName + "'");

    private static async Task OnServerAsync(CmsSite site, string statement)
    {
        await using var server = new NpgsqlConnection(TestDatabases.PostgreSqlServer);
        await server.OpenAsync(Token);
        var name = new NpgsqlConnectionStringBuilder(site.ConnectionString).Database;
        await using var command =
            new NpgsqlCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, name), server);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(50, Token);
        }
    }
}
