using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Data;

/// <summary>What an operator reads when the database cannot be used: one clear sentence, what to do, and nothing harmed.</summary>
public sealed class OpeningDatabasesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms-open-").FullName;

    [OnEachDatabase]
    public async Task A_database_of_a_newer_program_is_left_alone(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.InDatabaseAsync(db => db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29990101000000_Later', '99.0.0')""",
            TestContext.Current.CancellationToken));

        var error = await Should.ThrowAsync<SetupException>(() =>
            site.AskAsync((DatabaseSetup setup) => setup.MigrateAsync(Actor.System, TestContext.Current.CancellationToken)));

        error.Message.ShouldContain("newer version of CoalitionCms");
        error.Hint.ShouldContain("Nothing was changed");
    }

    [OnEachDatabase]
    public async Task A_second_start_changes_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var before = await site.AuditHeadAsync();

        (await site.AskAsync((DatabaseSetup setup) => setup.MigrateAsync(Actor.System, TestContext.Current.CancellationToken)))
            .ShouldBeEmpty();
        (await site.AuditHeadAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_lock_that_a_killed_process_left_behind_does_not_stop_a_start()
    {
        var made = await ProgramRun.CommandAsync(folder, ["migrate"]);
        made.ExitCode.ShouldBe(0, made.Output);
        await using (var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder, "cms.db")};Pooling=False"))
        {
            await file.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = file.CreateCommand();
            command.CommandText = """
                DELETE FROM "__EFMigrationsHistory";
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT OR REPLACE INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        // It comes past the lock at once, and then says that the tables are there already.
        var again = await ProgramRun.CommandAsync(folder, ["migrate"]);
        again.ExitCode.ShouldBe(1, again.Output);
        again.Output.ShouldContain("already exists");
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_to_is_named()
    {
        // Also for root, who may write anywhere else.
        var answer = await ProgramRun.CommandAsync("/proc/cms-data", ["migrate"]);

        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain("error: The data folder /proc/cms-data cannot be written to.");
        answer.Output.ShouldContain("hint:  Give the program's user the right to write there, or name another folder in "
            + "Cms__DataDirectory.");
        answer.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_as_it_is()
    {
        var path = Path.Combine(folder, "cms.db");
        await AtomicFile.WriteAsync(path, "This is a letter, and no database at all. It is long enough to have a header."u8.ToArray(),
            TestContext.Current.CancellationToken);

        var answer = await ProgramRun.CommandAsync(folder, ["migrate"]);

        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain("error: The database file is damaged or is no SQLite database.");
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldStartWith("This is a letter");
    }

    [Fact]
    public async Task A_file_that_another_program_holds_is_named()
    {
        var path = Path.Combine(folder, "cms.db");
        await using var holder = new SqliteConnection($"Data Source={path};Pooling=False");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = holder.CreateCommand();
        hold.CommandText = "BEGIN EXCLUSIVE";
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var answer = await ProgramRun.CommandAsync(folder, ["migrate"], null,
            ("ConnectionStrings__Cms", $"Data Source={path};Default Timeout=1"));

        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain("error: Another program holds the database file.");
        answer.Output.ShouldContain("hint:  Wait until it has ended");
    }

    [Fact]
    public async Task A_database_path_that_leads_nowhere_is_named()
    {
        var answer = await ProgramRun.RunAsync(folder, ["serve"], null, ("ConnectionStrings__Cms", "Data Source=/none/such/cms.db"));

        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain("error: The database file cannot be opened");
        answer.Output.ShouldContain("hint:  Check Cms__DataDirectory and ConnectionStrings__Cms");
        answer.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_without_its_password()
    {
        var answer = await ProgramRun.CommandAsync(
            folder, ["migrate"], null, ("Cms__Database", "PostgreSql"),
            ("ConnectionStrings__Cms", "Host=127.0.0.1;Port=1;Username=cms;Password=lantern;Timeout=3"));

        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain("error: The PostgreSQL server does not answer");
        answer.Output.ShouldNotContain("lantern");
    }

    [Fact]
    public async Task Every_wrong_setting_gets_its_sentence()
    {
        var answer = await ProgramRun.CommandAsync(
            folder, ["serve"], null, ("Cms__BaseUrl", "coalition"), ("Cms__Database", "Oracle"), ("Cms__TimeZone", "Mars/Olympus"),
            ("Cms__KnownProxies__0", "here"));

        answer.ExitCode.ShouldBe(1, answer.Output);
        foreach (var setting in (string[])["Cms__BaseUrl", "Cms__Database", "Cms__TimeZone", "Cms__KnownProxies"])
        {
            answer.Output.ShouldContain(setting);
        }
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((System.Net.IPEndPoint)other.LocalEndpoint).Port}";

        var answer = await ProgramRun.RunAsync(folder, ["serve"], null, ("ASPNETCORE_URLS", url));

        answer.ExitCode.ShouldBe(1, answer.Output);
        answer.Output.ShouldContain($"error: The port of {url} is taken by another program.");
    }

    [Fact]
    public async Task A_command_that_there_is_none_of_is_misuse()
    {
        var answer = await ProgramRun.CommandAsync(folder, ["serv"]);

        answer.ExitCode.ShouldBe(2, answer.Output);
        answer.Output.ShouldContain("error: ");
        answer.Output.ShouldContain("hint:  Run with --help");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
