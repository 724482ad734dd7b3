using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>A traditional text begins from the simplified one; nobody's name is guessed, and what is uncertain is asked.</summary>
public sealed class BeginningTraditionalTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly Dictionary<string, string?> Nobody = [];

    [Theory]
    [InlineData("开庭后，他们只在门外挂了钟。", "開庭後，他們只在門外掛了⟦鍾/鐘/鈡⟧。")]
    [InlineData("头发和发展，皇后和以后，里面和公里，干部和干燥", "頭髮和發展，皇后和以後，裡面和公里，幹部和乾燥")]
    [InlineData("见[简体](/zh-Hans/articles/刘晓波)和 https://example.org/发展，`发展`[^发]",
        "見[簡體](/zh-Hans/articles/刘晓波)和 https://example.org/发展，`发展`[^发]")]
    [InlineData("岳先生来了，后来去山岳", "⟦嶽/岳⟧先生來了，後來去山嶽")]
    [InlineData("于女士说，由于路远，于是她见了于律师。关于他们", "⟦於/于⟧女士說，由於路遠，於是她見了⟦於/于⟧律師。關於他們")]
    [InlineData("![门外](/media/abc \"门外\")", "![門外](/media/abc \"門外\")")]
    [InlineData("⟦發/髮⟧ and English, 한국어", "⟦發/髮⟧ and English, 한국어")]
    public void Characters_are_converted_by_phrases_and_the_rest_is_marked(string simplified, string traditional) =>
        TraditionalText.Begin(simplified, Nobody).ShouldBe(traditional);

    [Fact]
    public void A_name_keeps_its_spelling_unless_its_traditional_one_is_known()
    {
        var names = new Dictionary<string, string?> { ["范云"] = null, ["刘霞"] = "劉霞", ["王一"] = null };
        TraditionalText.Begin("范云、刘霞和王一发展", names).ShouldBe("⟦范云/範雲⟧、劉霞和王一發展");
    }

    [Fact]
    public async Task A_draft_is_begun_chosen_and_only_then_published()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        await site.AddMemberAsync("Fan Yun", "范云");
        await site.AddMemberAsync("Liu Xia", "劉霞", language: "zh-Hant");
        var simplified = await site.SaveAsync(EntryKind.Article,
            Writing.Words("门外", "范云和刘霞挂了钟。\n\n范云说，云散了。", "门外", "他们挂了钟"), ArticleFacts.None, "zh-Hans");
        var page = await editor.GetAsync($"/admin/articles/new?of={simplified.ItemId}&lang=zh-Hant");
        page.One(".from details");
        page = await OpenEditor.On(editor, page).PressAsync("traditional");
        page.ShouldSay("Places where you must choose: 4.").One("#Entry_Body").TextContent.Trim()
            .ShouldBe("⟦范云/範雲⟧和劉霞掛了⟦鍾/鐘/鈡⟧。\n\n⟦范云/範雲⟧說，雲散了。");
        page.AllOf(".doubts li span:first-child").Select(s => s.TextContent).ShouldContain("范云和劉霞掛了鍾/鐘/鈡。");
        page.One("#Entry_Title").GetAttribute("value").ShouldBe("門外");
        page.One("#Entry_Slug").GetAttribute("value").ShouldBe("門外");

        page = await OpenEditor.On(editor, page).PressAsync("save");
        (await OpenEditor.On(editor, page).PressAsync("publish"))
            .ShouldSay("Characters marked ⟦ ⟧ of which the right form is not chosen yet: 4.");

        // The name once for the whole text; the character where it stands.
        var name = page.AllOf(".doubts button").First(b => b.TextContent == "范云").GetAttribute("value")!;
        page = await OpenEditor.On(editor, page).PressAsync(name);
        page.One("#Entry_Body").TextContent.Trim().ShouldBe("范云和劉霞掛了⟦鍾/鐘/鈡⟧。\n\n范云說，雲散了。");
        page = await OpenEditor.On(editor, page).PressAsync("form:all");
        page.One("#Entry_Body").TextContent.Trim().ShouldBe("范云和劉霞掛了鍾。\n\n范云說，雲散了。");
        page.One("#Entry_Summary").TextContent.Trim().ShouldBe("他們掛了鍾");
        page = await OpenEditor.On(editor, page).ForgeAsync("form:2:99999:7");
        (await OpenEditor.On(editor, page).PressAsync("save")).ShouldHave(HttpStatusCode.OK).AllOf("#doubts").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_becomes_of_a_word_does_not_tell_a_writer_who_is_on_the_roster()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var (writer, actor) = await site.EmployAsync(Role.Member);
        await site.AddMemberAsync("Zhong Ying", "钟颖");
        var text = Writing.Words("x", "钟颖和钟颕");
        var drafted = await site.AskAsync((TraditionalDraft draft) => draft.BeginAsync(actor, text, TestContext.Current.CancellationToken));
        drafted.Body.ShouldNotContain("⟦钟颖/");
        (await site.AskAsync((TraditionalDraft draft) => draft.BeginAsync(Actor.CommandLine, text, TestContext.Current.CancellationToken)))
            .Body.ShouldStartWith("⟦钟颖/鍾穎⟧");
        writer.Dispose();
    }
}
