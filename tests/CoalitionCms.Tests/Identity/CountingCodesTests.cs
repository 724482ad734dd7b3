using System.Text;
using CoalitionCms.Identity;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Identity;

public sealed class CountingCodesTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1_111_111_109, "081804")]
    [InlineData(1_111_111_111, "050471")]
    [InlineData(1_234_567_890, "005924")]
    [InlineData(2_000_000_000, "279037")]
    [InlineData(20_000_000_000, "353130")]
    public void Codes_are_those_of_RFC_6238(long seconds, string code) =>
        Totp.CodeOf(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Fact]
    public void A_clock_may_be_half_a_minute_off_and_no_more()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(2_000_000_010);
        var step = Totp.StepOf(now);
        foreach (var off in new[] { -1, 0, 1 })
        {
            Totp.Match(Secret, Totp.CodeOf(Secret, step + off), now).ShouldBe(step + off);
        }

        Totp.Match(Secret, Totp.CodeOf(Secret, step - 2), now).ShouldBeNull();
        Totp.Match(Secret, Totp.CodeOf(Secret, step + 2), now).ShouldBeNull();
    }

    [Fact]
    public void A_code_is_read_with_its_space_and_in_the_digits_of_other_keyboards()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(59);
        Totp.Match(Secret, " 287 082 ", now).ShouldNotBeNull();
        Totp.Match(Secret, "２８７０８２", now).ShouldNotBeNull();
        Totp.Match(Secret, "٢٨٧٠٨٢", now).ShouldNotBeNull();
        foreach (var dashed in new[] { "287-082", "287–082", "287 - 082", "２８７－０８２", "28‑70‑82" })
        {
            Totp.Match(Secret, dashed, now).ShouldNotBeNull(dashed);
        }

        foreach (var wrong in new[] { "", "28708", "2870822", "28708a", "-287082", new string('2', 100_000) })
        {
            Totp.Match(Secret, wrong, now).ShouldBeNull(wrong[..Math.Min(10, wrong.Length)]);
        }
    }

    [Fact]
    public void A_secret_is_spelled_in_groups_of_four() => Totp.Spelled(Secret).ShouldBe("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");

    [Fact]
    public void Recovery_codes_differ_and_are_read_however_they_are_typed()
    {
        var id = Guid.CreateVersion7();
        var codes = Enumerable.Range(0, 1_000).Select(_ => RecoveryCode.New()).ToList();
        codes.Distinct(StringComparer.Ordinal).Count().ShouldBe(1_000);
        codes[0].Length.ShouldBe(19);
        RecoveryCode.HashOf(id, codes[0].ToLowerInvariant().Replace('-', ' ')).ShouldBe(RecoveryCode.HashOf(id, codes[0]));
        var fullWidth = string.Concat(codes[0].Select(c => c == '-' ? '－' : (char)(c - '!' + '！')));
        RecoveryCode.HashOf(id, $" {fullWidth}\u3000").ShouldBe(RecoveryCode.HashOf(id, codes[0]));
        RecoveryCode.HashOf(Guid.CreateVersion7(), codes[0]).ShouldNotBe(RecoveryCode.HashOf(id, codes[0]));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
        "Safari", "macOS")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/137.0 "
        + "Mobile/15E148 Safari/604.1", "Chrome", "iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36 "
        + "EdgA/137.0", "Edge", "Android")]
    [InlineData("curl/8 <script>alert(1)</script>", "", "")]
    [InlineData("", "", "")]
    public void A_device_is_told_in_words_of_our_own(string userAgent, string browser, string system) =>
        DeviceName.Of(userAgent).ShouldBe(new DeviceName(browser, system));
}
