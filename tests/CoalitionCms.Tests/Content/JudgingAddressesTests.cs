using CoalitionCms.Content.Markdown.ToHtml;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>The allow-list by itself, so that it holds even where the writer would defuse an address by escaping it.</summary>
public sealed class JudgingAddressesTests
{
    [Theory]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("\u0001//evil.example")]
    [InlineData("/a b")]
    [InlineData("/a\u202eb")]
    [InlineData("/a\u200bb")]
    [InlineData("https://example.org/\u0085")]
    [InlineData("https:\\\\example.org")]
    [InlineData("https://")]
    [InlineData("https:///evil.example")]
    [InlineData("https://this-site.example@evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("mailto:")]
    [InlineData("")]
    [InlineData(null)]
    public void An_address_that_deceives_is_refused(string? url) => SafeUrl.TryLink(url, out _).ShouldBeFalse();

    [Theory]
    [InlineData("/articles/2015", false)]
    [InlineData("people/金海", false)]
    [InlineData("?q=a:b", false)]
    [InlineData("#a:b", false)]
    [InlineData("tel:+49", false)]
    [InlineData("https://example.org/@name?a=b:c", true)]
    public void An_address_that_is_what_it_seems_is_allowed(string url, bool leavesSite)
    {
        SafeUrl.TryLink(url, out var leaves).ShouldBeTrue();
        leaves.ShouldBe(leavesSite);
    }
}
