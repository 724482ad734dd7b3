using CoalitionCms.Identity;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("lantern river umbrella")]
    [InlineData("  spaces at both ends  ")]
    [InlineData("秋风吹过安静的港口灯火阑珊")]
    [InlineData("correct horse 金 staple")]
    [InlineData("tR0ub4dor&3xyz")]
    [InlineData("🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧")]
    public void Long_and_unusual_is_all_that_is_asked(string password) =>
        PasswordRules.Check(password, "mira@coalition.example", "Mira Tan").ShouldBeNull();

    [Theory]
    [InlineData("elevenchars", "Accounts.PasswordTooShort")]
    [InlineData("🦊🐻🐼🐨🐯🦁", "Accounts.PasswordTooShort")]
    [InlineData("password1234", "Accounts.PasswordCommon")]
    [InlineData("PassWord 1234", "Accounts.PasswordCommon")]
    [InlineData("Correct Horse Battery Staple", "Accounts.PasswordCommon")]
    [InlineData("aaaaaaaaaaaaaaaa", "Accounts.PasswordCommon")]
    [InlineData("abcabcabcabcabc", "Accounts.PasswordCommon")]
    [InlineData("12345678901234567890", "Accounts.PasswordCommon")]
    [InlineData("09876543210987", "Accounts.PasswordCommon")]
    [InlineData("qwertyuiopasdfgh", "Accounts.PasswordCommon")]
    [InlineData("mira@coalition.example", "Accounts.PasswordPersonal")]
    [InlineData("MiraTanMiraTan1", "Accounts.PasswordPersonal")]
    [InlineData("tanmira-2026!", "Accounts.PasswordPersonal")]
    public void What_attackers_try_first_is_refused(string password, string key) =>
        PasswordRules.Check(password, "mira@coalition.example", "Mira Tan")!.Key.ShouldBe(key);

    [Fact]
    public void A_hundred_and_twenty_eight_characters_fit_and_one_more_does_not()
    {
        var words = string.Concat(Enumerable.Range(0, 26).Select(i => $"w{i}.x-"));
        PasswordRules.Check(words[..128]).ShouldBeNull();
        PasswordRules.Check(words[..129])!.Key.ShouldBe("Accounts.PasswordTooLong");
    }
}
