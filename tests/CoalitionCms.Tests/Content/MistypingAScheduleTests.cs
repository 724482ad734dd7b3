using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

public sealed class MistypingAScheduleTests(Sites sites) : IClassFixture<Sites>
{
    [Theory]
    [InlineData("2020-01-02", "09:30", "Asia/Seoul", "This time has passed.")]
    [InlineData("2026-12-24", "", "Asia/Seoul", "Give the day and the time of publication.")]
    [InlineData("2026-12-24", "09:30", "Moon/Tycho", "This time zone is unknown.")]
    public async Task What_was_typed_comes_back_with_a_sentence(string on, string at, string zone, string sentence)
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        using var editor = await site.SignInAsync(Role.Editor);
        var form = await editor.GetAsync("/admin/articles/new");
        var draft =
            await editor.SubmitAsync(form, "form.editor", "button[value=save]", ("Entry.Title", $"Later {on} {at} {zone}"),
            ("Entry.Body", "Words."));

        var again =
            await editor.SubmitAsync(draft, "form.editor", "button[value=schedule]", ("Entry.ScheduleOn", on), ("Entry.ScheduleAt", at),
            ("Entry.ScheduleZone", zone));

        again.ShouldHave(HttpStatusCode.OK).ShouldSay(sentence);
        foreach (var (field, typed) in new[] { ("On", on), ("At", at), ("Zone", zone) })
        {
            (again.One($"[name='Entry.Schedule{field}']").GetAttribute("value") ?? "").ShouldBe(typed);
        }
    }
}
