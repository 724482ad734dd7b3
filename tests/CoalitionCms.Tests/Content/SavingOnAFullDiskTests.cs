using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>The server can read, but not write: a full disk, seen from the form.</summary>
public sealed class SavingOnAFullDiskTests
{
    [Fact]
    public async Task Everything_that_was_typed_comes_back_with_a_sentence_and_can_be_saved_later()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        await ExecuteAsync(site, "CREATE TRIGGER full BEFORE INSERT ON TextRevisions BEGIN SELECT RAISE(ABORT, 'database or disk is "
            + "full'); END");

        var form = await editor.GetAsync("/admin/articles/new");
        var again =
            await editor.SubmitAsync(form, "form.editor", "button[value=save]", ("Entry.Title", "On a full disk"),
            ("Entry.Body", "Every word of it."), ("Entry.Tags", "disks"));

        again.ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldSay("The server could not save this just now");
        again.One("[name='Entry.Body']").TextContent.Trim().ShouldBe("Every word of it.");
        again.One("[name='Entry.Tags']").GetAttribute("value").ShouldBe("disks");
        site.Log.ToString().ShouldNotContain("On a full disk");

        await ExecuteAsync(site, "DROP TRIGGER full");
        (await editor.SubmitAsync(again, "form.editor", "button[value=save]")).ShouldHave(HttpStatusCode.OK).ShouldSay("Saved.");
        (await site.InDatabaseAsync(db =>
            db.Set<TextRevision>().SingleAsync(TestContext.Current.CancellationToken))).Body.ShouldBe("Every word of it.");
    }

    [Fact]
    public async Task The_last_of_the_disk_is_kept_for_signing_in_and_hiding_names()
    {
        var disk = new SmallDisk();
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite,
            new() { Adjust = builder => builder.Services.AddSingleton<DiskSpace>(disk) });
        var (email, account) = await site.HireAsync(Role.Member);
        var member = await site.AddMemberAsync("Ona Full", "");
        await site.LinkAsync(member, account);
        using var author = site.Visit();
        await author.SignInAsync(email);
        var form = await author.GetAsync("/admin/articles/new");

        disk.Left = 1_000_000;
        var answer = await author.SubmitAsync(form, "form.editor", "button[value=save]", ("Entry.Title", "Filler"),
            ("Entry.Body", new string('x', 10_000) + " end"));
        answer.ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldSay("The disk is nearly full").ShouldSay("xxx end");
        (await author.SubmitAsync(await author.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]")).ShouldHave(HttpStatusCode.OK);
        using var second = site.Visit();
        (await second.SignInAsync(email)).ShouldHave(HttpStatusCode.OK);

        disk.Left = long.MaxValue;
        (await author.SubmitAsync(answer, "main form")).ShouldHave(HttpStatusCode.OK).ShouldSay("Saved.");
    }

    private sealed class SmallDisk() : DiskSpace(new())
    {
        public long Left { get; set; } = long.MaxValue;

        protected override long Free => Left;
    }

    private static Task<int> ExecuteAsync(CmsSite site, string sql) =>
        site.InDatabaseAsync(db =>
        db.Database.ExecuteSqlAsync(System.Runtime.CompilerServices.FormattableStringFactory.Create(sql),
        TestContext.Current.CancellationToken));
}
