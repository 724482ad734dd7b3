using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
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

    private static Task<int> ExecuteAsync(CmsSite site, string sql) =>
        site.InDatabaseAsync(db =>
        db.Database.ExecuteSqlAsync(System.Runtime.CompilerServices.FormattableStringFactory.Create(sql),
        TestContext.Current.CancellationToken));
}
