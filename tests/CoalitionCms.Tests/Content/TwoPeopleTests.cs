using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>Two people at one text: each learns of the other, both texts survive, and neither has to type anything again.</summary>
public sealed class TwoPeopleTests(Sites sites) : IClassFixture<Sites>
{
    private const string Beginning = "The march began at noon.\n\nIt went along the river.\n\nIt ended at the square.";

    [OnEachDatabase]
    public async Task The_second_one_sees_the_difference_paragraph_by_paragraph(DatabaseKind database)
    {
        using var scene =
            await Scene.SetAsync(await sites.OnAsync(database), Beginning.Replace("noon", "one", StringComparison.Ordinal),
            Beginning.Replace("river", "harbour", StringComparison.Ordinal));

        scene.Conflict.ShouldHave(HttpStatusCode.Conflict);
        var difference = scene.Conflict.One(".difference");
        difference.QuerySelectorAll("del").Select(d => d.TextContent).ShouldBe(["one", "river"]);
        difference.QuerySelectorAll("ins").Select(d => d.TextContent).ShouldBe(["noon", "harbour"]);
        scene.Conflict.One("pre.theirs").TextContent.ShouldContain("The march began at one.");
    }

    [OnEachDatabase]
    public async Task Taking_mine_makes_it_the_newest_and_keeps_theirs_in_the_history(DatabaseKind database)
    {
        using var scene = await Scene.SetAsync(await sites.OnAsync(database), "Hers.", "His.");

        (await OpenEditor.On(scene.Second, scene.Conflict).PressAsync("save")).ShouldHave(HttpStatusCode.OK);

        (await scene.Site.HistoryAsync(scene.Entry)).Select(r => r.Body).ShouldBe([Beginning, "Hers.", "His."]);
    }

    [OnEachDatabase]
    public async Task Taking_theirs_is_a_link_that_changes_nothing(DatabaseKind database)
    {
        using var scene = await Scene.SetAsync(await sites.OnAsync(database), "Hers.", "His.");
        var before = await scene.Site.AuditHeadAsync();

        (await scene.Second.GetAsync(scene.Conflict.One(".conflict .actions a").GetAttribute("href")!))
            .One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe("Hers.");

        (await scene.Site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Changes_in_different_places_are_put_together_without_a_question(DatabaseKind database)
    {
        using var scene =
            await Scene.SetAsync(await sites.OnAsync(database), Beginning.Replace("noon", "one", StringComparison.Ordinal),
            Beginning.Replace("square", "gate", StringComparison.Ordinal));
        var before = await scene.Site.AuditHeadAsync();

        var merged = (await OpenEditor.On(scene.Second, scene.Conflict).PressAsync("merge")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("with all the changes from both");

        merged.One("textarea[name='Entry.Body']").TextContent.Trim()
            .ShouldBe("The march began at one.\n\nIt went along the river.\n\nIt ended at the gate.");
        (await scene.Site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await OpenEditor.On(scene.Second, merged).PressAsync("save")).ShouldHave(HttpStatusCode.OK);
        (await scene.Site.HistoryAsync(scene.Entry)).Select(r => r.Reason)
            .ShouldBe([RevisionReason.Saved, RevisionReason.Saved, RevisionReason.Merged]);
    }

    [OnEachDatabase]
    public async Task Where_both_changed_the_same_lines_both_stand_between_marks(DatabaseKind database)
    {
        using var scene =
            await Scene.SetAsync(await sites.OnAsync(database), Beginning.Replace("noon", "one", StringComparison.Ordinal),
            Beginning.Replace("noon", "two", StringComparison.Ordinal));

        var merged = (await OpenEditor.On(scene.Second, scene.Conflict).PressAsync("merge"))
            .ShouldSay("In one place both changed the same lines");

        merged.One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe(
            "⟦ Mine ⟧\n\nThe march began at two.\n\n⟦ The other’s ⟧\n\nThe march began at one.\n\n⟦ End ⟧\n\n\nIt went along the "
            + "river.\n\nIt ended at the square.");
    }

    [OnEachDatabase]
    public async Task A_title_and_tags_that_only_the_other_changed_are_put_together_as_well(DatabaseKind database)
    {
        using var scene =
            await Scene.SetAsync(await sites.OnAsync(database), Beginning, "His.", ("Entry.Title", "A better title"),
            ("Entry.Tags", "march, river"));

        var merged = await OpenEditor.On(scene.Second, scene.Conflict).PressAsync("merge");

        merged.One("input[name='Entry.Title']").GetAttribute("value").ShouldBe("A better title");
        merged.One("input[name='Entry.Tags']").GetAttribute("value").ShouldBe("march, river");
        merged.One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe("His.");
    }

    [OnEachDatabase]
    public async Task Each_sees_who_else_is_editing_and_nobody_sees_themselves(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var ((mira, _), (li, _)) = (await site.EmployAsync(Role.Editor), await site.EmployAsync(Role.Editor, "Li Example"));
        var entry = await mira.WriteAsync("Seen together");
        var (hers, his) =
            (await OpenEditor.AtAsync(mira, $"/admin/articles/{entry:D}"), await OpenEditor.AtAsync(li, $"/admin/articles/{entry:D}"));

        (await his.PingAsync()).Others.ShouldBe("Mira Tan is editing this now.");
        (await hers.PingAsync()).Others.ShouldBe("Li Example is editing this now.");
        site.Clock.Move(TimeSpan.FromMinutes(2));
        (await mira.GetAsync($"/admin/articles/{entry:D}"))
            .One("[data-others]").TextContent.ShouldBe("Li Example was editing this 2 min ago.");
        site.Clock.Move(TimeSpan.FromMinutes(4));
        (await hers.PingAsync()).Others.ShouldBe("");
        mira.Dispose();
        li.Dispose();
    }

    [OnEachDatabase]
    public async Task Somebody_without_scripts_who_opened_the_text_is_seen_too(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var (li, _) = await site.EmployAsync(Role.Editor, "Li Example");
        var entry = await mira.WriteAsync("Opened without scripts");

        await li.GetAsync($"/admin/articles/{entry:D}");

        (await mira.GetAsync($"/admin/articles/{entry:D}")).ShouldSay("Li Example is editing this now.");
        li.Dispose();
    }

    /// <summary>A text that two people opened: the first saved, and the second is refused.</summary>
    private sealed record Scene(CmsSite Site, Guid Entry, Browser First, Browser Second, WebPage Conflict) : IDisposable
    {
        public static async Task<Scene> SetAsync(CmsSite site, string hers, string his, params (string, string)[] more)
        {
            var (first, second) = (await site.SignInAsync(Role.Editor), await site.SignInAsync(Role.Editor));
            var entry = await first.WriteAsync("At once " + Guid.CreateVersion7(), Beginning);
            var late = await OpenEditor.AtAsync(second, $"/admin/articles/{entry:D}");
            await first.ReviseAsync(entry, "save", [("Entry.Body", hers), .. more]);
            return new(site, entry, first, second, await late.PressAsync("save", ("Entry.Body", his)));
        }

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
        }
    }
}
