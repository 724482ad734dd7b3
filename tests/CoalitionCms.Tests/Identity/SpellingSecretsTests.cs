using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class SpellingSecretsTests(AccountSites sites) : IClassFixture<AccountSites>
{
    [OnEachDatabase]
    public async Task A_password_opens_the_account_from_every_keyboard_that_writes_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        foreach (var (made, typed) in new[] { ("Ｌａｎｔｅｒｎ　ｒｉｖｅｒ 2010", "Lantern river 2010"),
            ("한글 비밀 문장 하나", "한글 비밀 문장 하나".Normalize(NormalizationForm.FormD)),
            ("caf\u00e9 umbrella lamp", "cafe\u0301 umbrella lamp"), ("\uFEFFa mark at the head", "a mark at the head"),
            ("broken \ud800 pair of letters", "broken \ufffd pair of letters") })
        {
            var email = $"{Guid.CreateVersion7():N}@coalition.example";
            (await site.AskAsync((CreateAccount create) => create.RunAsync(Actor.CommandLine,
                new() { Email = email, Name = "Mira Tan", Role = Role.Member, Password = made }, TestContext.Current.CancellationToken)))
                .IsDone.ShouldBeTrue(made);
            using var browser = site.VisitFromElsewhere();
            await browser.SignInAsync(email, typed);
        }
    }

    [Fact]
    public void Chinese_and_Korean_characters_count_double_and_no_others()
    {
        PasswordRules.Check("灯笼河流雨伞七").ShouldBeNull();
        PasswordRules.Check("등불강물우산일곱").ShouldBeNull();
        PasswordRules.Check("등불강물우산일곱".Normalize(NormalizationForm.FormD)).ShouldBeNull();
        PasswordRules.Check("灯笼河流雨")!.Key.ShouldBe("Accounts.PasswordTooShort");
        PasswordRules.Check("lanternrive")!.Key.ShouldBe("Accounts.PasswordTooShort");
        PasswordRules.Check("ئالما ئەنجۈ")!.Key.ShouldBe("Accounts.PasswordTooShort");
    }

    [Fact]
    public void A_byte_order_mark_at_the_head_of_standard_input_is_no_part_of_the_secret() =>
        new Terminal(TextWriter.Null, TextWriter.Null, new StringReader("\uFEFFlantern river\n"), isInteractive: false)
            .ReadSecret("Password").ShouldBe("lantern river");
}
