using System.Diagnostics;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Audit.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Audit;

/// <summary>Checkpoints, and cuts that a checkpoint proves.</summary>
public sealed class CuttingTheLogTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(MovableClock.Start.UtcDateTime);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task A_checkpoint_is_written_after_a_day_in_which_something_happened(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var head = await site.FillLogAsync();

        (await CheckpointAsync(site)).ShouldBeFalse();
        site.Clock.Move(TimeSpan.FromHours(25));
        (await CheckpointAsync(site)).ShouldBeTrue();
        (await site.AuditedSinceAsync(head.Number)).ShouldBe([AuditVerb.AuditCheckpoint]);
        site.Clock.Move(TimeSpan.FromHours(25));
        (await CheckpointAsync(site)).ShouldBeFalse("nothing happened since");
        (await site.VerifyAsync()).Break.ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task A_checkpoint_is_written_after_a_thousand_lines(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await WriteLinesAsync(site, 1_001);

        (await CheckpointAsync(site)).ShouldBeTrue();
        (await CheckpointAsync(site)).ShouldBeFalse();
        (await site.VerifyAsync()).Break.ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task A_cut_leaves_a_log_that_can_be_proven_whole(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (early, cut) = await FillWithCheckpointAsync(site);
        var later = await site.HeadAsync();

        var result = await site.AskAsync((PruneAudit prune) => prune.RunAsync(Actor.CommandLine, Today.AddDays(2), Token));

        result.Value.ShouldBe(new PruneAudit.Pruned(cut, cut.Number, cut.Number + 1));
        (await site.InDatabaseAsync(db => db.AuditEntries.MinAsync(e => e.Number, Token))).ShouldBe(cut.Number + 1);
        (await site.AuditedSinceAsync(later.Number))
            .ShouldBe([AuditVerb.EntryRetained, AuditVerb.EntryRetained, AuditVerb.EntryRetained, AuditVerb.AuditPruned]);
        (await site.InDatabaseAsync(db =>
            db.AuditEntries.Where(e => e.Number > later.Number).Select(e => e.Actor).Distinct().SingleAsync(Token)))
            .ShouldBe("command-line");
        await site.CommandNamesAsync(0, reason: null);
        await site.CommandNamesAsync(0, reason: null, later);
        await site.CommandNamesAsync(0, reason: null, cut);
        (await site.VerifyAsync(cut with { Hash = early.Hash })).Break.ShouldBe(new ChainBreak(cut.Number, ChainBreak.Rewritten));
        (await site.VerifyAsync(early)).IsNotedBeforeStart.ShouldBeTrue();
        var content = await site.AskAsync((ContentVerification verification) => verification.RunAsync(progress: null, Token));
        (content.Wrong, content.Count).ShouldBe((null, 3), "the cut carried the lines on that public texts rest on");
    }

    [OnEachDatabase]
    public async Task Nothing_is_cut_without_a_checkpoint_nor_from_a_broken_log_nor_by_an_account(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.FillLogAsync();

        (await PruneAsync(site, Actor.CommandLine, Today)).ShouldBe("Audit.Prune.NoCheckpoint");
        (await PruneAsync(site, Actor.CommandLine, Today.AddDays(1))).ShouldBe("Audit.Prune.InFuture");
        (await PruneAsync(site, Actor.Account(Guid.CreateVersion7(), Role.Admin), Today)).ShouldBe("Audit.Prune.OnlyHost");
        site.Clock.Move(TimeSpan.FromHours(25));
        await CheckpointAsync(site);
        site.Clock.Move(TimeSpan.FromHours(25));
        await site.TamperAsync($"""UPDATE "AuditEntries" SET "Actor" = 'somebody-else' WHERE "Number" = 4""");
        (await PruneAsync(site, Actor.CommandLine, Today.AddDays(2))).ShouldBe("Audit.Prune.Broken");
    }

    [Fact]
    public async Task The_command_says_what_stands_in_the_way()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);

        var refused = await site.RunAsync("audit", "prune", "--before", "2001-01-01");
        (refused.ExitCode, refused.Output)
            .ShouldBe((1, "error: There is no checkpoint from before that day at which the log could be cut.\nhint:  Nothing was "
            + "changed."));
        (await site.RunAsync("audit", "prune", "--before", "spring")).ExitCode.ShouldBe(2);
        (await site.RunAsync("audit", "prune")).ExitCode.ShouldBe(2);
    }

    [OnEachDatabase]
    public async Task A_beginning_removed_by_hand_is_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (_, cut) = await FillWithCheckpointAsync(site);
        await site.TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Number" <= {cut.Number}""");
        await site.CommandNamesAsync(1, ChainBreak.Missing);

        // There is a checkpoint for this very place, but nobody said that they cut.
        await site.TamperAsync($"""UPDATE "AuditStart" SET "Number" = {cut.Number}, "Hash" = {cut.Hash}""");
        await site.CommandNamesAsync(cut.Number, ChainBreak.StartUnproven);
    }

    [OnEachDatabase]
    public async Task A_cut_where_no_checkpoint_is_is_named_though_a_line_says_that_it_was_made(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var (_, cut) = await FillWithCheckpointAsync(site);
        var place = new ChainHead(cut.Number - 2, await site.HashOfAsync(cut.Number - 2));
        var head = await site.HeadAsync();
        await site.ForgeAsync(head, AuditVerb.AuditPruned, $$"""{"number":{{place.Number}},"hash":"{{place.Hash}}"}""");
        await site.TamperAsync($"""
            UPDATE "AuditHead" SET "Number" = {head.Number + 1}, "Hash" = {await site.HashOfAsync(head.Number + 1)}
            """);
        await site.TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Number" <= {place.Number}""");
        await site.TamperAsync($"""UPDATE "AuditStart" SET "Number" = {place.Number}, "Hash" = {place.Hash}""");

        await site.CommandNamesAsync(place.Number, ChainBreak.StartUnproven);
    }

    [OnEachDatabase]
    public async Task A_checkpoint_that_names_another_hash_is_named(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var head = await site.FillLogAsync();
        await site.ForgeAsync(head, AuditVerb.AuditCheckpoint, $$"""{"number":3,"hash":"{{head.Hash}}","count":3}""");
        await site.TamperAsync($"""
            UPDATE "AuditHead" SET "Number" = {head.Number + 1}, "Hash" = {await site.HashOfAsync(head.Number + 1)}
            """);

        await site.CommandNamesAsync(head.Number + 1, ChainBreak.Checkpoint);
    }

    [Fact]
    public async Task A_script_in_another_language_finds_the_same()
    {
        if (!HasPython)
        {
            Assert.Skip("No python3 on this machine.");
        }

        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        var (early, cut) = await FillWithCheckpointAsync(site);
        (await ScriptAsync(site)).ShouldBe((0, $"holds: {(await site.HeadAsync()).Number} lines, head {await site.HeadAsync()}"));
        (await ScriptAsync(site, early.ToString())).ExitCode.ShouldBe(0);
        (await ScriptAsync(site, $"{cut.Hash}@{early.Number}")).ShouldBe((1, $"line {early.Number}: rewritten"));
        (await ScriptAsync(site, $"{cut.Hash}@9999")).ShouldBe((1, $"line {(await site.HeadAsync()).Number + 1}: cut-off"));

        (await PruneAsync(site, Actor.CommandLine, Today.AddDays(2))).ShouldBeNull();
        (await ScriptAsync(site)).ShouldBe((0,
            $"holds: {(await site.HeadAsync()).Number - cut.Number} lines, head {await site.HeadAsync()}"));
        (await ScriptAsync(site, early.ToString())).ExitCode.ShouldBe(1);

        await site.TamperAsync($"""UPDATE "AuditEntries" SET "Details" = "Details" || ' ' WHERE "Number" = {cut.Number + 2}""");
        (await ScriptAsync(site)).ShouldBe((1, $"line {cut.Number + 2}: changed"));
        await site.TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Number" = {cut.Number + 2}""");
        (await ScriptAsync(site)).ShouldBe((1, $"line {cut.Number + 2}: missing"));
    }

    private static bool HasPython =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "python3")));

    /// <summary>Three published texts, a checkpoint a day later, and a line behind it.</summary>
    /// <returns>A head from the middle, and the place where the log can be cut.</returns>
    private static async Task<(ChainHead Early, ChainHead Cut)> FillWithCheckpointAsync(CmsSite site)
    {
        var cut = await site.FillLogAsync();
        site.Clock.Move(TimeSpan.FromHours(25));
        (await CheckpointAsync(site)).ShouldBeTrue();
        site.Clock.Move(TimeSpan.FromHours(25));
        await site.HireAsync(Role.Editor);
        return (new ChainHead(4, await site.HashOfAsync(4)), cut);
    }

    private static Task<bool> CheckpointAsync(CmsSite site) => site.AskAsync((WriteCheckpoint write) => write.RunAsync(Token));

    private static async Task<string?> PruneAsync(CmsSite site, Actor actor, DateOnly before) =>
        await site.AskAsync((PruneAudit prune) => prune.RunAsync(actor, before, Token)) is { IsDone: false } refused
            ? refused.Errors[0].Key
            : null;

    private static async Task WriteLinesAsync(CmsSite site, int count)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var log = scope.ServiceProvider.GetRequiredService<AuditLog>();
        for (var i = 0; i < count; i++)
        {
            log.Record(Actor.System, AuditVerb.SettingsSaved, "settings", "site");
        }

        await scope.ServiceProvider.GetRequiredService<CmsDbContext>().SaveChangesAsync(Token);
    }

    private static async Task<(int ExitCode, string Output)> ScriptAsync(CmsSite site, params string[] arguments)
    {
        using var script =
            Process.Start(new ProcessStartInfo("python3",
            [Path.Combine(Repository.Root, "tests/verify_audit.py"), Path.Combine(site.Folder, "cms.db"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var output = await script.StandardOutput.ReadToEndAsync(Token) + await script.StandardError.ReadToEndAsync(Token);
        await script.WaitForExitAsync(Token);
        return (script.ExitCode, output.Trim());
    }
}
