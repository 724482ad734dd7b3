using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Settings;
using CoalitionCms.Operations.Seed;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CoalitionCms.Tests.Seed;

public sealed class StartingTogetherTests
{
    [OnEachDatabase]
    public async Task Several_programs_that_start_on_a_database_without_tables_wait_for_the_one_that_makes_them(DatabaseKind database)
    {
        var folder = Directory.CreateTempSubdirectory("cms-together-").FullName;
        var connection = await TestDatabases.EmptyAsync(database, folder);
        var programs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ProgramRun.RunAsync(folder, ["migrate"], null,
            ("Cms__Database", database.ToString()), ("ConnectionStrings__Cms", connection))));

        Assert.All(programs, run => Assert.True(run.ExitCode == 0, run.Output));
        await TestDatabases.DropAsync(database, connection);
        Directory.Delete(folder, recursive: true);
    }

    [OnEachDatabase]
    public async Task Several_processes_that_start_on_one_empty_database_add_the_starter_content_once(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);

        // A file has one process; a server may have many at the same moment.
        var processes = database == DatabaseKind.PostgreSql ? 4 : 1;
        var added = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => Task.Run(() =>
            site.AskAsync((StarterContent starter) => starter.AddAsync(Actor.System, TestContext.Current.CancellationToken)))));
        var again = await site.AskAsync((StarterContent starter) => starter.AddAsync(Actor.System, TestContext.Current.CancellationToken));

        Assert.Equal(1, added.Count(done => done));
        Assert.False(again);
        Assert.Equal(1, await site.InDatabaseAsync(db =>
            db.AuditEntries.CountAsync(e => e.Verb == AuditVerb.StarterContentAdded, TestContext.Current.CancellationToken)));
        Assert.Equal(1, await site.InDatabaseAsync(db => db.Set<SiteSettings>().CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(10, await site.InDatabaseAsync(db => db.Set<Attendance>().CountAsync(TestContext.Current.CancellationToken)));
    }
}
