using CoalitionCms.Domain;
using CoalitionCms.Integrity;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Audit;

/// <summary>Somebody has the database, and not the program. What they do to the log, and what <c>verify audit</c> says to it.</summary>
public sealed class TamperingWithTheLogTests
{
    [OnEachDatabase]
    public async Task An_untouched_log_holds_also_against_a_head_noted_earlier(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var noted = await site.FillLogAsync();
        await site.HireAsync(Role.Editor);

        await site.CommandNamesAsync(0, reason: null);
        await site.CommandNamesAsync(0, reason: null, noted);
    }

    [OnEachDatabase]
    public async Task A_changed_line_is_named(DatabaseKind database) =>
        await TryAsync(database, 4, ChainBreak.Changed, (site, _) =>
            site.TamperAsync($"""UPDATE "AuditEntries" SET "Actor" = 'somebody-else' WHERE "Number" = 4"""));

    [OnEachDatabase]
    public async Task The_command_ends_with_1_and_says_what_to_do(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.FillLogAsync();
        await site.TamperAsync($"""UPDATE "AuditEntries" SET "Details" = '[]' WHERE "Number" = 4""");

        var (exitCode, output) = await site.RunAsync("verify", "audit");
        exitCode.ShouldBe(1, output);
        output.ShouldContain("error: The audit log does not hold at line 4 (changed): its content does not match its hash.");
        output.ShouldContain($"hint:  The lines before it hold, up to {await site.HashOfAsync(3)}@3.");
    }

    [OnEachDatabase]
    public async Task A_removed_line_is_named(DatabaseKind database) =>
        await TryAsync(database, 4, ChainBreak.Missing, (site, _) =>
            site.TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Number" = 4"""));

    [OnEachDatabase]
    public async Task A_line_put_in_between_is_named(DatabaseKind database) =>
        await TryAsync(database, 5, ChainBreak.NotLinked, async (site, _) =>
        {
            await site.TamperAsync($"""UPDATE "AuditEntries" SET "Number" = "Number" + 1000 WHERE "Number" >= 4""");
            await site.TamperAsync($"""UPDATE "AuditEntries" SET "Number" = "Number" - 999 WHERE "Number" > 1000""");
            await site.ForgeAsync(new ChainHead(3, await site.HashOfAsync(3)));
            await site.TamperAsync($"""UPDATE "AuditHead" SET "Number" = "Number" + 1""");
        });

    [OnEachDatabase]
    public async Task A_line_put_before_the_first_is_named(DatabaseKind database) =>
        await TryAsync(database, -7, ChainBreak.OutOfOrder, (site, _) =>
            site.TamperAsync($"""UPDATE "AuditEntries" SET "Number" = -7 WHERE "Number" = 4"""));

    [OnEachDatabase]
    public async Task Two_lines_exchanged_are_named(DatabaseKind database) =>
        await TryAsync(database, 4, ChainBreak.NotLinked, async (site, _) =>
        {
            await site.TamperAsync($"""UPDATE "AuditEntries" SET "Number" = 1000 WHERE "Number" = 4""");
            await site.TamperAsync($"""UPDATE "AuditEntries" SET "Number" = 4 WHERE "Number" = 5""");
            await site.TamperAsync($"""UPDATE "AuditEntries" SET "Number" = 5 WHERE "Number" = 1000""");
        });

    [OnEachDatabase]
    public async Task A_tail_cut_off_is_named(DatabaseKind database) =>
        await TryAsync(database, 6, ChainBreak.CutOff, (site, _) => site.TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Number" > 5"""));

    [OnEachDatabase]
    public async Task A_line_added_by_hand_is_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var head = await site.FillLogAsync();
        await site.ForgeAsync(head);

        await site.CommandNamesAsync(head.Number + 1, ChainBreak.HeadRow);
    }

    [OnEachDatabase]
    public async Task A_changed_head_row_is_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var head = await site.FillLogAsync();
        await site.TamperAsync($"""UPDATE "AuditHead" SET "Hash" = {await site.HashOfAsync(2)}""");

        await site.CommandNamesAsync(head.Number, ChainBreak.HeadRow);
    }

    [OnEachDatabase]
    public async Task A_tail_cut_off_together_with_the_head_row_shows_against_a_head_noted_elsewhere_and_only_then(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var noted = await site.FillLogAsync();
        await site.TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Number" > 5""");
        await site.TamperAsync($"""UPDATE "AuditHead" SET "Number" = 5, "Hash" = {await site.HashOfAsync(5)}""");

        await site.CommandNamesAsync(0, reason: null);
        await site.CommandNamesAsync(6, ChainBreak.CutOff, noted);
    }

    [OnEachDatabase]
    public async Task A_history_written_anew_with_all_its_hashes_shows_against_a_head_noted_elsewhere(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var noted = await site.FillLogAsync();
        await site.TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Number" > 3""");
        for (var number = 3L; number < noted.Number + 2; number++)
        {
            await site.ForgeAsync(new ChainHead(number, await site.HashOfAsync(number)));
        }

        await site.TamperAsync($"""
            UPDATE "AuditHead" SET "Number" = {noted.Number + 2}, "Hash" = {await site.HashOfAsync(noted.Number + 2)}
            """);

        await site.CommandNamesAsync(0, reason: null);
        await site.CommandNamesAsync(noted.Number, ChainBreak.Rewritten, noted);
    }

    [OnEachDatabase]
    public async Task A_head_of_a_longer_log_and_another_hash_are_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var head = await site.FillLogAsync();

        (await site.VerifyAsync(head with { Number = head.Number + 5 })).Break.ShouldBe(new ChainBreak(head.Number + 1, ChainBreak.CutOff));
        (await site.VerifyAsync(head with { Number = 3 })).Break.ShouldBe(new ChainBreak(3, ChainBreak.Rewritten));
        (await site.VerifyAsync(head with { Number = 0 })).Break.ShouldBe(new ChainBreak(0, ChainBreak.Rewritten));
        (await site.VerifyAsync(HashChain.Genesis)).Break.ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task A_part_of_a_millisecond_is_named(DatabaseKind database) =>
        await TryAsync(database, 4, ChainBreak.Changed, (site, _) =>
            site.TamperAsync($"""UPDATE "AuditEntries" SET "AtUtc" = {MovableClock.Start.UtcDateTime.AddTicks(10)} WHERE "Number" = 4"""));

    [Fact]
    public async Task What_cannot_even_be_read_is_named() =>
        await TryAsync(DatabaseKind.Sqlite, 4, ChainBreak.Changed, (site, _) =>
            site.TamperAsync($"""UPDATE "AuditEntries" SET "AtUtc" = 'yesterday, or so' WHERE "Number" = 4"""));

    [OnEachDatabase]
    public async Task A_log_whose_beginning_is_noted_nowhere_is_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.FillLogAsync();
        await site.TamperAsync($"""DELETE FROM "AuditStart" """);

        await site.CommandNamesAsync(0, ChainBreak.StartRow);
    }

    [OnEachDatabase]
    public async Task A_log_without_its_own_rows_is_named_and_not_an_error(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var head = await site.FillLogAsync();
        await site.TamperAsync($"""DELETE FROM "AuditHead" """);
        await site.TamperAsync($"""DELETE FROM "AuditStart" """);

        await site.CommandNamesAsync(head.Number, ChainBreak.HeadRow);
    }

    [Theory]
    [InlineData("3d8b")]
    [InlineData("3D8B5B71C7D475940DED91B2DED6DCCC9A8021CC844BB37BB76DBD33C5853BC5@4")]
    [InlineData("3d8b5b71c7d475940ded91b2ded6dccc9a8021cc844bb37bb76dbd33c5853bc5@-4")]
    public async Task A_head_of_another_form_is_misuse(string head)
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var (exitCode, output) = await site.RunAsync("verify", "audit", "--head", head);

        exitCode.ShouldBe(2, output);
        output.ShouldContain("error: --head is written as");
    }

    [Fact]
    public async Task Nothing_is_made_where_there_is_nothing_to_verify()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var (exitCode, output) = await ProgramRun.CommandAsync(folder, ["verify", "audit"]);

        exitCode.ShouldBe(1, output);
        output.ShouldContain("error: There is no data folder");
        Directory.Exists(folder).ShouldBeFalse();
    }

    private static async Task TryAsync(DatabaseKind database, long number, string reason, Func<CmsSite, ChainHead, Task> attack)
    {
        await using var site = await CmsSite.StartAsync(database);
        var head = await site.FillLogAsync();
        await attack(site, head);

        await site.CommandNamesAsync(number, reason);
    }
}
