using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

/// <summary>
/// Somebody who can write to the database, but has no keys, wants to sign in: what they put there opens nothing, what they take away is
/// missed, and <c>verify</c> names it.
/// </summary>
public sealed class TamperingWithSignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task An_account_whose_factors_were_deleted_still_needs_one(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, id) = await site.HireAsync(Role.Editor);
        using var owner = site.VisitFromElsewhere();
        await owner.SignInAsync(email);
        var factors = await owner.AddAppAsync(site);
        using var passkey = new SoftPasskey();
        (await owner.AddPasskeyAsync(passkey)).ShouldSay("It is added");
        await site.DemandAsync(SecondFactorDemand.Everybody);
        (await VerifyAsync(site)).ShouldBeNull();

        await site.InDatabaseAsync(db => db.Set<IdentityUserPasskey<Guid>>().ExecuteDeleteAsync(Token));
        (await VerifyAsync(site)).ShouldBe(new("Passkeys", id.ToString("D"), RowFault.Removed));
        await site.InDatabaseAsync(db => db.Set<AuthenticatorApp>().ExecuteDeleteAsync(Token));
        (await VerifyAsync(site)).ShouldBe(new("AuthenticatorApps", id.ToString("D"), RowFault.Removed));

        using var thief = site.VisitFromElsewhere();
        var step = await thief.TryAsync(email);
        (await thief.CodeAsync(step, factors.NextCode(site))).ShouldSay("This code does not open the account");
        (await thief.IsSignedInAsync()).ShouldBeFalse();

        // Nor does an open session get to add another one: it is not asked to set up its first.
        (await owner.GetAsync("/account")).Url.AbsolutePath.ShouldBe("/account");
        (await owner.GetAsync("/account/confirm")).AllOf("input[name='Input.Password']").ShouldBeEmpty();
        (await thief.CodeAsync(await thief.TryAsync(email), factors.Codes[0])).ShouldNotHold("does not open");
    }

    [OnEachDatabase]
    public async Task A_factor_that_was_removed_and_put_back_by_hand_opens_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, id) = await site.HireAsync(Role.Editor);
        using var owner = site.VisitFromElsewhere();
        await owner.SignInAsync(email);
        var lost = await owner.AddAppAsync(site);
        using var passkey = new SoftPasskey();
        await owner.AddPasskeyAsync(passkey);
        await SqlAsync(site, "CREATE TABLE \"Copied\" AS SELECT * FROM \"AuthenticatorApps\"");
        (await owner.SubmitAsync(await owner.GetAsync("/account/factors"), "form[action$=RemoveApp]")).ShouldSay("It is removed");

        await SqlAsync(site, "INSERT INTO \"AuthenticatorApps\" SELECT * FROM \"Copied\"");

        (await VerifyAsync(site)).ShouldBe(new("AuthenticatorApps", id.ToString("D"), RowFault.Added));
        using var thief = site.VisitFromElsewhere();
        (await thief.CodeAsync(await thief.TryAsync(email), lost.NextCode(site))).ShouldNotHold("Signed in");
        (await thief.IsSignedInAsync()).ShouldBeFalse();
    }

    [OnEachDatabase]
    public async Task A_used_recovery_code_or_password_of_another_account_cannot_be_put_back(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, victim) = await site.HireAsync(Role.Admin);
        var (own, thiefId) = await site.HireAsync(Role.Member);
        using var owner = site.VisitFromElsewhere();
        await owner.SignInAsync(email);
        var factors = await owner.AddAppAsync(site);
        await SqlAsync(site, "CREATE TABLE \"Copied\" AS SELECT * FROM \"Accounts\"");
        (await owner.CodeAsync(await owner.TryAsync(email), factors.Codes[0])).ShouldNotHold("does not open");

        // Used codes come back with the whole value only, which the log does not know.
        await PutAsync("Standing", victim, victim);
        (await VerifyAsync(site)).ShouldBe(new("Accounts", victim.ToString("D"), RowFault.Changed));

        // The password, and the state of having no factor, of somebody else.
        foreach (var column in new[] { "Standing", "PasswordHash" })
        {
            await PutAsync(column, victim, thiefId);
            (await VerifyAsync(site))!.Table.ShouldBe("Accounts");
            using var thief = site.VisitFromElsewhere();
            (await thief.TryAsync(email)).Status.ShouldBe(System.Net.HttpStatusCode.InternalServerError);
            (await thief.IsSignedInAsync()).ShouldBeFalse();
            await PutAsync(column, victim, victim);
        }

        (await site.InDatabaseAsync(db => db.Set<Account>().ToListAsync(Token))).ShouldContain(a => a.Email == own);
        Task PutAsync(string column, Guid into, Guid from) => SqlAsync(site,
            $"UPDATE \"Accounts\" SET \"{column}\" = (SELECT c.\"{column}\" FROM \"Copied\" c "
            + $"WHERE c.\"Id\" = '{Key(database, from)}') WHERE \"Id\" = '{Key(database, into)}'");
    }

    [OnEachDatabase]
    public async Task A_role_or_the_end_of_a_disabling_that_was_changed_by_hand_gives_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, id) = await site.HireAsync(Role.Member);
        using var open = site.VisitFromElsewhere();
        await open.SignInAsync(email);

        await SqlAsync(site, $"UPDATE \"Accounts\" SET \"Role\" = '{Role.Editor}'");

        (await open.IsSignedInAsync()).ShouldBeFalse();
        (await CanSignInAsync(site, email)).ShouldBeFalse();
        (await VerifyAsync(site)).ShouldBe(new("Accounts", id.ToString("D"), RowFault.Changed));
        await site.AskAsync((ChangeRole change) => change.RunAsync(Actor.CommandLine, id, Role.Member, Token));
        (await CanSignInAsync(site, email)).ShouldBeTrue();

        await site.AskAsync((DisableAccount disable) => disable.RunAsync(Actor.CommandLine, id, Token));
        await SqlAsync(site, "UPDATE \"Accounts\" SET \"DisabledAt\" = NULL");

        (await CanSignInAsync(site, email)).ShouldBeFalse();
        (await VerifyAsync(site)).ShouldBe(new("Accounts", id.ToString("D"), RowFault.Changed));
        await site.AskAsync((EnableAccount enable) => enable.RunAsync(Actor.CommandLine, id, Token));
        (await CanSignInAsync(site, email)).ShouldBeTrue();
        (await VerifyAsync(site)).ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task The_sign_in_of_another_cannot_be_put_into_an_own_session(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        await site.DemandAsync(SecondFactorDemand.Nobody);
        var (email, admin) = await site.HireAsync(Role.Admin);
        var (own, member) = await site.HireAsync(Role.Member);
        using var victim = site.VisitFromElsewhere();
        await victim.SignInAsync(email);
        using var thief = site.VisitFromElsewhere();
        await thief.SignInAsync(own);

        await SqlAsync(site, "UPDATE \"Sessions\" SET \"Ticket\" = (SELECT s.\"Ticket\" FROM \"Sessions\" s "
            + $"WHERE s.\"AccountId\" = '{Key(database, admin)}'), \"AccountId\" = '{Key(database, admin)}' "
            + $"WHERE \"AccountId\" = '{Key(database, member)}'");

        (await thief.IsSignedInAsync()).ShouldBeFalse();
        (await victim.IsSignedInAsync()).ShouldBeTrue();
    }

    [OnEachDatabase]
    public async Task A_session_cannot_be_let_count_as_confirmed_nor_come_back_unnoticed(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (email, id) = await site.HireAsync(Role.Member);
        using var owner = site.VisitFromElsewhere();
        await owner.SignInAsync(email);
        site.Clock.Move(StepUpAttribute.Fresh + TimeSpan.FromMinutes(1));
        (await owner.SubmitAsync(await owner.GetAsync("/account/confirm"), "main form", ("Input.Password", SigningIn.Password)))
            .ShouldHave(System.Net.HttpStatusCode.OK);
        (await owner.IsSignedInAsync()).ShouldBeTrue();
        var now = site.Clock.GetUtcNow().UtcDateTime;

        await site.InDatabaseAsync(db => db.Set<Session>().ExecuteUpdateAsync(
            set => set.SetProperty(s => s.ConfirmedAt, now + TimeSpan.FromMinutes(1)), Token));

        (await owner.IsSignedInAsync()).ShouldBeFalse();
        await SqlAsync(site, "CREATE TABLE \"Copied\" AS SELECT * FROM \"Accounts\"");
        await site.AskAsync((EndSession end) => end.EverywhereAsync(Actor.Account(id, Role.Member), Token));
        await SqlAsync(site, "UPDATE \"Accounts\" SET \"SecurityStamp\" = (SELECT \"SecurityStamp\" FROM \"Copied\")");
        (await VerifyAsync(site)).ShouldBe(new("Accounts", id.ToString("D"), RowFault.Changed));
    }

    [OnEachDatabase]
    public async Task A_link_that_was_used_or_revoked_and_put_back_opens_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (_, id) = await site.HireAsync(Role.Member);
        var revoked = (await site.AskAsync((InviteAccount invite) => invite.RunAsync(Actor.CommandLine, new(), Token))).Value.Url;
        await SqlAsync(site, "CREATE TABLE \"Copied\" AS SELECT * FROM \"AccountLinks\"");
        var link = await site.InDatabaseAsync(db => db.Set<AccountLink>().Select(l => l.Id).SingleAsync(Token));
        (await site.AskAsync((InviteAccount invite) => invite.RevokeAsync(Actor.CommandLine, link, Token))).IsDone.ShouldBeTrue();
        await SqlAsync(site, "INSERT INTO \"AccountLinks\" SELECT * FROM \"Copied\"");
        using var visitor = site.VisitFromElsewhere();
        (await visitor.GetAsync(new Uri(revoked).PathAndQuery)).ShouldHave(System.Net.HttpStatusCode.NotFound);

        var used = new[]
        {
            (await site.AskAsync((InviteAccount invite) => invite.RunAsync(Actor.CommandLine, new(), Token))).Value.Url,
            (await site.AskAsync((MakeResetLink reset) => reset.RunAsync(Actor.CommandLine, id, Token))).Value.Url,
        };
        foreach (var path in used.Select(u => new Uri(u).PathAndQuery))
        {
            var form = (await visitor.GetAsync(path)).ShouldHave(System.Net.HttpStatusCode.OK);
            await visitor.SubmitAsync(form, "main form", path.Contains("join", StringComparison.Ordinal)
                ? [("Input.Name", "New Person"), ("Input.Email", "new@example.org"), ("Input.Password", SigningIn.Password)]
                : [("Input.Password", SigningIn.Password)]);
            await site.InDatabaseAsync(db => db.Set<AccountLink>().ExecuteUpdateAsync(
                set => set.SetProperty(l => l.UsedAt, (DateTime?)null), Token));
            (await visitor.GetAsync(path)).ShouldHave(System.Net.HttpStatusCode.NotFound);
        }
    }

    [OnEachDatabase]
    public async Task A_link_that_was_changed_by_hand_opens_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        var (_, other) = await site.HireAsync(Role.Admin);
        var (_, id) = await site.HireAsync(Role.Member);
        var known = OneTimeCode.New();
        var day = database == DatabaseKind.Sqlite ? "'2100-01-01 00:00:00'" : "timestamptz '2100-01-01'";
        foreach (var change in new[]
        {
            $"\"Role\" = '{Role.Admin}'",
            $"\"CodeHash\" = '{OneTimeCode.HashOf(known)}'",
            $"\"ExpiresAt\" = {day}",
            $"\"CreatedAt\" = {day}",
            $"\"Purpose\" = '{LinkPurpose.Reset}', \"AccountId\" = '{other.ToString("D").ToUpperInvariant()}'",
            $"\"CreatedBy\" = '{other.ToString("D").ToUpperInvariant()}'",
        })
        {
            var made = await site.AskAsync(
                (InviteAccount invite) => invite.RunAsync(Actor.CommandLine, new() { Role = Role.Member }, Token));
            await OpensNothingAsync(made.Value.Url, change);
        }

        await OpensNothingAsync((await site.AskAsync((MakeResetLink reset) => reset.RunAsync(Actor.CommandLine, id, Token))).Value.Url,
            $"\"AccountId\" = '{(database == DatabaseKind.Sqlite ? other.ToString("D").ToUpperInvariant() : other.ToString("D"))}'");

        async Task OpensNothingAsync(string url, string change)
        {
            var code = new Uri(url).Query[1..].Split('&')[0].Split('=')[1];
            using var visitor = site.VisitFromElsewhere();
            foreach (var page in new[] { "join", "reset" })
            {
                (await visitor.GetAsync($"/account/{page}?code={code}")).Status.ShouldBe(url.Contains(page, StringComparison.Ordinal)
                    ? System.Net.HttpStatusCode.OK : System.Net.HttpStatusCode.NotFound);
            }

            await SqlAsync(site, $"UPDATE \"AccountLinks\" SET {change}");
            foreach (var page in new[] { $"join?code={code}", $"reset?code={code}", $"join?code={known}" })
            {
                (await visitor.GetAsync($"/account/{page}")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound, change);
            }

            (await VerifyAsync(site)).ShouldNotBeNull(change).ShouldSatisfyAllConditions(
                w => w.Table.ShouldBe("AccountLinks"), w => w.Fault.ShouldBe(RowFault.Changed));
            await SqlAsync(site, "DELETE FROM \"AccountLinks\"");
        }
    }

    [OnEachDatabase]
    public async Task A_request_put_to_another_admin_is_none(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, AccountSites.BehindProxy);
        await site.DemandAsync(SecondFactorDemand.Nobody);
        var (_, second) = await site.HireAsync(Role.Admin);
        var (_, first) = await site.HireAsync(Role.Admin);
        var (_, chosen) = await site.HireAsync(Role.Member);
        var asked = await site.AskAsync((AskForAdmin ask) => ask.ForAccountAsync(Actor.Account(first, Role.Admin), chosen, Token));
        asked.IsDone.ShouldBeTrue();
        (await VerifyAsync(site)).ShouldBeNull();

        // Asked and approved by one person, who lets it look like the other's request.
        await SqlAsync(site, $"UPDATE \"AdminRequests\" SET \"RequestedBy\" = '"
            + (database == DatabaseKind.Sqlite ? second.ToString("D").ToUpperInvariant() : second.ToString("D")) + "'");
        var request = await site.InDatabaseAsync(db => db.Set<AdminRequest>().Select(r => r.Id).SingleAsync(Token));
        (await site.AskAsync((DecideOnAdmin decide) => decide.RunAsync(Actor.Account(first, Role.Admin), request, approve: true, Token)))
            .Errors.ShouldBe([AccountsErrors.RequestGone]);

        (await VerifyAsync(site)).ShouldBe(new("AdminRequests", request.ToString("D"), RowFault.Changed));
        (await site.InDatabaseAsync(db => db.Set<Account>().SingleAsync(a => a.Id == chosen, Token))).Role.ShouldBe(Role.Member);
    }

    [Fact]
    public async Task A_command_that_meets_a_value_changed_by_hand_says_so_and_what_to_do()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, AccountSites.BehindProxy);
        var (email, _) = await site.HireAsync(Role.Member);
        await SqlAsync(site, "UPDATE \"Accounts\" SET \"Standing\" = 'Role:Admin'");

        var answer = await ProgramRun.CommandAsync(site.Folder, ["user", "enable", "--email", email]);

        answer.ExitCode.ShouldNotBe(0);
        answer.Output.ShouldContain("does not decrypt");
        answer.Output.ShouldContain("verify rows");
        using var thief = site.VisitFromElsewhere();
        (await thief.TryAsync(email)).Status.ShouldBe(System.Net.HttpStatusCode.InternalServerError);
    }

    private static async Task<bool> CanSignInAsync(CmsSite site, string email)
    {
        using var browser = site.VisitFromElsewhere();
        await browser.TryAsync(email);
        return await browser.IsSignedInAsync();
    }

    private static string Key(DatabaseKind database, Guid id) =>
        database == DatabaseKind.Sqlite ? id.ToString("D").ToUpperInvariant() : id.ToString("D");

    private static async Task<WrongRow?> VerifyAsync(CmsSite site) =>
        (await site.AskAsync((RowVerification verification) => verification.RunAsync(Token))).Wrong;

    private static Task<bool> SqlAsync(CmsSite site, string sql) => site.InDatabaseAsync(async db =>
    {
        await db.Database.OpenConnectionAsync(Token);
        await db.Database.GetDbConnection().RunAsync(sql);
        return true;
    });
}
