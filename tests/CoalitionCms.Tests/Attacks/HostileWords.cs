using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Dom;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Attacks;

/// <summary>Words that become something else wherever they are put down without care, and how to see that they did.</summary>
internal static class HostileWords
{
    private const string Element = "probe-element";
    private const string Attribute = "probe-attribute";

    /// <summary>Each of them short enough for a name. A field gets them in turn.</summary>
    private static readonly string[] Corpus =
    [
        $"</title></textarea></script><{Element}>",
        $"\"'><{Element} x=\"",
        $"x\" {Attribute}=\"1\" onfocus=\"1",
        $"x' {Attribute}='1' onfocus='1",
        $"<img src=x {Attribute} onerror=1>",
        $"<svg><{Element}/onload=1>",
        "javascript:probe()",
        "[x](javascript:probe())",
        "=cmd|' /C calc'!A1",
        "@SUM(1+9)*cmd|' /C calc'!A0",
        $"--><{Element}><!--",
        $"]]><{Element}/>",
        "\u2028probe\r\nATTENDEE:mailto:probe@evil.example\r\nX-PROBE:1",
        "{{constructor.constructor('probe()')()}} ${7*7} @(7*7)",
        $"%3C{Element}%3E &lt;{Element}&gt;",
        "probe\u202Eprobe\u200B\uFEFF\u2066probe",
    ];

    /// <summary>The words for the field of this number.</summary>
    public static string For(int field) => Corpus[field % Corpus.Length];

    /// <summary>Fails when any of the words took effect in an answer.</summary>
    public static void ShouldBeHarmlessIn(WebPage answer)
    {
        ((int)answer.Status).ShouldBeLessThan(500, answer.ToString());
        foreach (var (name, values) in answer.Headers.Concat(answer.ContentHeaders))
        {
            name.ShouldNotContain("PROBE", Case.Insensitive, answer.ToString());
            values.ShouldAllBe(v => !v.Contains('\n') && !v.Contains('\r'));
        }

        switch (answer.ContentHeaders.ContentType?.MediaType)
        {
            case "text/html":
                CheckHtml(answer);
                break;
            case "application/atom+xml" or "application/xml" or "text/xml":
                XDocument.Parse(answer.Body).Descendants().Select(e => e.Name.LocalName).ShouldNotContain(Element);
                break;
            case "application/json" or "application/feed+json" or "application/ld+json":
                using (JsonDocument.Parse(answer.Body))
                {
                    // A browser that was shown this as a page would find nothing in it.
                    answer.Body.ShouldNotContain("<" + Element);
                }

                break;
            case "text/csv":
                CheckCsv(answer);
                break;
            case "text/calendar":
                answer.Body.Split("\r\n").ShouldAllBe(line =>
                !line.StartsWith("ATTENDEE", StringComparison.OrdinalIgnoreCase)
                && !line.StartsWith("X-PROBE", StringComparison.OrdinalIgnoreCase));
                break;
        }
    }

    /// <summary>Fails when what was stored has characters that nobody sees: they make one name look like another.</summary>
    public static void ShouldHideNothingIn(WebPage answer) =>
        answer.Body.IndexOfAny(['\0', '\u202E', '\u200B']).ShouldBe(-1, answer.ToString());

    private static void CheckHtml(WebPage answer)
    {
        foreach (var element in answer.Document.All)
        {
            element.LocalName.ShouldNotBe(Element, answer.ToString());
            foreach (var attribute in element.Attributes)
            {
                // No message is written for what is as it should be: there are thousands of attributes.
                if (attribute.Name == Attribute || attribute.Name.StartsWith("on", StringComparison.Ordinal))
                {
                    Assert.Fail($"{element.LocalName} {attribute.Name}\n{answer}");
                }

                if (attribute.Name is "href" or "src" or "action" or "formaction" or "xlink:href" or "poster"
                    && attribute.Value.TrimStart() is var address
                    && (address.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
                        || address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)))
                {
                    Assert.Fail($"{address}\n{answer}");
                }
            }

            if (element is { LocalName: "script" })
            {
                CheckScript(element, answer);
            }
        }
    }

    private static void CheckScript(IElement script, WebPage answer)
    {
        if (script.GetAttribute("type") == "application/ld+json")
        {
            using var json = JsonDocument.Parse(script.TextContent);
            script.TextContent.ShouldNotContain("<", Case.Sensitive, answer.ToString());
            return;
        }

        script.GetAttribute("src").ShouldNotBeNull(answer.ToString()).ShouldStartWith("/js/");
        script.TextContent.ShouldBeEmpty(answer.ToString());
    }

    private static void CheckCsv(WebPage answer)
    {
        // Every cell is quoted: a cell begins after a quote that begins the line or follows a comma.
        var starts =
            System.Text.RegularExpressions.Regex.Matches(answer.Body.TrimStart('\uFEFF').Replace("\"\"", "", StringComparison.Ordinal),
            "(?:^|[\r\n,])\"(.)");
        starts.Count.ShouldBeGreaterThan(0, answer.ToString());
        starts.Select(s => s.Groups[1].Value[0]).ShouldAllBe(first => !"=+-@\t".Contains(first));
    }
}
