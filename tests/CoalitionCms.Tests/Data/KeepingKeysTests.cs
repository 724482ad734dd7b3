using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Data;

/// <summary>The key file, as the operator of a site meets it: made once, missed when it is gone, changed by a command.</summary>
public sealed class KeepingKeysTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms-keys-").FullName;

    private string KeyFile => Path.Combine(folder, "keys", "fields.key");

    [Fact]
    public async Task The_first_start_makes_a_private_key_file_and_its_loss_is_named()
    {
        await CreateUserAsync();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var kept = await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken);
        File.Delete(KeyFile);
        var missing = await ProgramRun.CommandAsync(folder, ["user", "list"]);
        missing.ExitCode.ShouldBe(1);
        missing.Output.ShouldContain($"error: The key file {KeyFile} is missing, and names and e-mail addresses in the database are "
            + "sealed by it. Nothing was changed.");
        missing.Output.ShouldContain("hint:  Put it back");
        File.Exists(KeyFile).ShouldBeFalse("A new key would hide that the right one is gone.");

        var other = Directory.CreateTempSubdirectory("cms-keys-other-").FullName;
        (await ProgramRun.CommandAsync(other, ["migrate"])).ExitCode.ShouldBe(0);
        File.Copy(Path.Combine(other, "keys", "fields.key"), KeyFile);
        var wrong = await ProgramRun.CommandAsync(folder, ["keys", "status"]);
        wrong.ExitCode.ShouldBe(1);
        wrong.Output.ShouldContain($"error: The key file {KeyFile} is another one: the database is sealed by the key ");
        Directory.Delete(other, recursive: true);

        await PutAsync("field-key-1 bm90IGEga2V5 2026-01-01T00:00:00Z\n");
        (await ProgramRun.CommandAsync(folder,
            ["migrate"])).Output.ShouldContain($"error: The key file {KeyFile} cannot be used: line 1 is no key.");

        await PutAsync(kept);
        (await ProgramRun.CommandAsync(folder, ["user", "list"])).Output.ShouldContain("li.kept@coalition.example");
    }

    [Fact]
    public async Task A_key_file_elsewhere_leaves_a_copied_data_folder_mute()
    {
        var elsewhere = Directory.CreateTempSubdirectory("cms-keys-elsewhere-").FullName;
        var setting = ("Cms__FieldKeyFile", Path.Combine(elsewhere, "apart", "fields.key"));
        await CreateUserAsync(setting);

        (await ProgramRun.CommandAsync(folder, ["keys", "status"], typed: null, setting)).Output.ShouldNotContain("is in the data folder");
        Traces.InFiles(folder, "li.kept@", "Li Kept").ShouldBeEmpty();
        (await ProgramRun.CommandAsync(folder, ["user", "list"])).Output.ShouldContain($"error: The key file {KeyFile} is missing");
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task Keys_are_changed_and_everything_opens_by_the_new_one_alone()
    {
        await CreateUserAsync();
        var old = await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken);

        var rotated = await ProgramRun.CommandAsync(folder, ["keys", "rotate"]);

        rotated.ExitCode.ShouldBe(0, rotated.Output);
        rotated.Output.ShouldContain("Everything is sealed by the new key ");
        var present = await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken);
        KeysIn(present).ShouldHaveSingleItem().ShouldNotBe(KeysIn(old).Single());
        var status = await ProgramRun.CommandAsync(folder, ["keys", "status"]);
        status.ExitCode.ShouldBe(0, status.Output);
        status.Output.ShouldContain("sealed values open.");
        (await ProgramRun.CommandAsync(folder, ["user", "disable", "--email", "LI.kept@coalition.example"])).Output.ShouldContain(
            "The account is disabled");
        (await ProgramRun.CommandAsync(folder, ["verify", "audit"])).ExitCode.ShouldBe(0);

        // The old key opens nothing of what there is now.
        await PutAsync(old);
        (await ProgramRun.CommandAsync(folder, ["user", "list"])).Output.ShouldContain("is another one");
    }

    [Fact]
    public async Task A_change_of_keys_that_was_cut_off_is_finished_by_the_next_start()
    {
        await CreateUserAsync();
        var file = new FieldKeyFile(new CmsOptions { DataDirectory = folder }, TimeProvider.System);
        var fresh = FieldKey.New(DateTime.UnixEpoch);
        file.Replace([fresh, .. file.Read().All]);

        var list = await ProgramRun.CommandAsync(folder, ["user", "list"]);

        list.Output.ShouldContain("li.kept@coalition.example");
        file.Read().All.ShouldHaveSingleItem().Id.ShouldBe(fresh.Id);
        (await ProgramRun.CommandAsync(folder, ["keys", "status"])).Output.ShouldContain($"Key: {fresh.Id}, in use since");
    }

    [Fact]
    public async Task Keys_are_not_changed_under_a_running_site()
    {
        await CreateUserAsync();
        var before = await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken);
        var (run, _) = await ProgramRun.ServeAsync(folder);
        await using (run)
        {
            var refused = await ProgramRun.CommandAsync(folder, ["keys", "rotate"]);
            refused.ExitCode.ShouldBe(1);
            refused.Output.ShouldContain("error: The site or another command of it is running. Nothing was changed.");
            (await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)).ShouldBe(before);
            (await ProgramRun.CommandAsync(folder, ["user", "list"])).ExitCode.ShouldBe(0);
            await run.KillAsync();
        }

        (await ProgramRun.CommandAsync(folder, ["keys", "rotate"])).ExitCode.ShouldBe(0, "A killed site leaves no lock behind.");
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static List<string> KeysIn(string text) =>
        [.. text.Split('\n').Where(l => l.StartsWith("field-key-1 ", StringComparison.Ordinal))];

    private Task PutAsync(string text) =>
        AtomicFile.WriteAsync(KeyFile, System.Text.Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    private async Task CreateUserAsync(params (string Name, string Value)[] settings)
    {
        var made = await ProgramRun.CommandAsync(
            folder, ["user", "create", "--email", "li.kept@coalition.example", "--name", "Li Kept", "--role", "editor", "--password-stdin"],
            SigningIn.Password, settings);
        made.ExitCode.ShouldBe(0, made.Output);
    }
}
