using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Tests.Identity;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

public sealed class TyingApproversTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task An_account_that_the_writer_let_in_reset_or_promoted_approves_nothing_nor_one_younger_than_a_week(
        DatabaseKind database)
    {
        var site = await SiteAsync(database);
        var token = TestContext.Current.CancellationToken;
        var (email, writerId) = await site.HireAsync(Role.Admin);
        var (_, otherId) = await site.HireAsync(Role.Admin);
        var (writer, other) = (Actor.Account(writerId, Role.Admin), Actor.Account(otherId, Role.Admin));
        var ways = new Dictionary<string, Func<Actor, Task<string>>>
        {
            ["invited"] = async by =>
            {
                var link = (await site.AskAsync((InviteAccount a) => a.RunAsync(by, new() { Role = Role.Editor }, token))).Value.Url;
                var input = new RedeemLink.Input
                {
                    Code = link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..],
                    Name = "Wen Lu",
                    Email = $"{Guid.CreateVersion7():N}@coalition.example",
                    Password = SigningIn.Password
                };
                return (await site.AskAsync((RedeemLink redeem) => redeem.RunAsync(input, language: null, token))).Value.Email!;
            },
            ["made"] = async by => (await site.AskAsync((CreateAccount a) => a.RunAsync(by, new()
            {
                Name = "Wen Lu",
                Role = Role.Editor,
                Email = $"{Guid.CreateVersion7():N}@coalition.example",
                Password = SigningIn.Password
            }, token))).Value.Email!,
            ["reset"] = async by => await ChangedAsync(Role.Editor, id => site.AskAsync((MakeResetLink a) => a.RunAsync(by, id, token))),
            ["promoted"] = async by =>
                await ChangedAsync(Role.Member, id => site.AskAsync((ChangeRole a) => a.RunAsync(by, id, Role.Editor, token))),
            ["freed"] = async by => await ChangedAsync(Role.Editor, id => site.AskAsync((RemoveFactors a) => a.RunAsync(by, id, token))),
        };
        var puppets = new List<(string How, string Email, bool IsOfWriter)>();
        foreach (var (how, make) in ways)
        {
            puppets.Add((how, await make(writer), true));
            puppets.Add((how, await make(other), false));
        }

        await JudgeAllAsync(_ => false);
        site.Clock.Move(TimeSpan.FromDays(8));
        await JudgeAllAsync(p => !p.IsOfWriter);

        async Task<string> ChangedAsync(Role role, Func<Guid, Task> change)
        {
            var (puppet, id) = await site.HireAsync(role);
            await change(id);
            return puppet;
        }

        async Task JudgeAllAsync(Func<(string How, string Email, bool IsOfWriter), bool> may)
        {
            using var author = site.VisitFromElsewhere();
            await author.SignInAsync(email);
            foreach (var puppet in puppets)
            {
                var entry = await author.WriteAsync("By one under two names " + Guid.CreateVersion7().ToString("N"), "Words.");
                await author.ReviseAsync(entry, "submit");
                using var reviewer = site.VisitFromElsewhere();
                await reviewer.SignInAsync(puppet.Email);
                var page = await reviewer.GetAsync($"/admin/review/{entry:D}");
                if (may(puppet))
                {
                    (await reviewer.JudgeAsync(entry, ReviewStepKind.Approved)).ShouldSay("Account of the approver");
                    continue;
                }

                page.ShouldSay("So you cannot approve it").AllOf("button[value=Approved]").ShouldBeEmpty(puppet.ToString());
                (await reviewer.AttackAsync($"/admin/review/{entry:D}", ("do", "Approved"), ("Version", "1"), ("FactsVersion", "1")))
                    .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("So you cannot approve it");
            }
        }
    }

    private async Task<CmsSite> SiteAsync(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(needsApproval: true);
        return site;
    }
}
