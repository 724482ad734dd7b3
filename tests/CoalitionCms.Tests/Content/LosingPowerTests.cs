using System.Globalization;
using System.Net;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>A process that is killed while it works loses nothing that it had acknowledged.</summary>
public sealed class LosingPowerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cms-power-").FullName;

    [Fact]
    public async Task Every_acknowledged_article_is_there_after_kill_9()
    {
        var account = await ProgramRun.CommandAsync(
            folder, ["user", "create", "--email", "mira@coalition.example", "--name", "Mira Tan", "--role", "editor", "--password-stdin"],
            SigningIn.Password);
        account.ExitCode.ShouldBe(0, account.Output);
        var acknowledged = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            var (run, url) = await ProgramRun.ServeAsync(folder);
            await using (run)
            {
                await PublishUntilKilledAsync(run, url, round, acknowledged);
            }
        }

        var (last, site) = await ProgramRun.ServeAsync(folder);
        await using (last)
        {
            using var visitor = new Browser(site);
            acknowledged.Count.ShouldBeGreaterThan(6);
            foreach (var path in acknowledged)
            {
                (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
            }
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task PublishUntilKilledAsync(ProgramRun run, Uri url, int round, List<string> acknowledged)
    {
        using var editor = new Browser(url);
        await editor.SignInAsync("mira@coalition.example");
        Task? death = null;
        try
        {
            for (var n = 0; ; n++)
            {
                var slug = string.Create(CultureInfo.InvariantCulture, $"round-{round}-number-{n}");
                var answer = await editor.SubmitAsync(await editor.GetAsync("/admin/articles/new"), "form.editor", "button[value=publish]",
                    ("Entry.Title", $"Power {round} {n}"), ("Entry.Slug", slug),
                    ("Entry.Body", string.Concat(Enumerable.Repeat("Words that weigh. ", 500))));
                answer.ShouldHave(HttpStatusCode.OK).ShouldSay("Published. It is on the site now.");
                acknowledged.Add("/articles/" + slug);

                // From the third on the blow may fall at any moment of the next ones.
                death ??= n == 2 ? Task.Run(async () =>
                {
                    await Task.Delay(37 * (round + 1));
                    await run.KillAsync();
                }) : null;
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException && death is not null)
        {
            await death;
        }
    }
}
