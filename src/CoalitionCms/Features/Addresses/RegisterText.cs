using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Addresses;

/// <summary>The register as plain text, in the language of the request.</summary>
internal sealed class RegisterText(Texts texts)
{
    private readonly StringBuilder text = new();

    /// <summary>The register as the site says it today.</summary>
    public static async Task<string> ReadAsync(Language language, AddressQueries addresses, ISiteFrames frames, SiteUrls urls, Texts texts,
        CancellationToken cancellationToken)
    {
        var register = await addresses.ReadAsync(language, cancellationToken);
        var frame = await frames.ReadAsync(language, cancellationToken);
        return new RegisterText(texts).Write(register, frame.Name.Text, urls.Absolute(SiteUrls.Official(language)));
    }

    /// <summary>Writes the register with the site's name and the address of the page that it is taken from.</summary>
    public string Write(AddressRegister register, string siteName, string page)
    {
        Add(siteName, texts["Official.Title"], page, "", texts["Official.Lede"]);
        AddSection("Official.Use", null, register.InUse);
        if (register.TestMachine is { } own)
        {
            Add("", $"{texts["Official.TestMachine"]}{texts.Gap}{own}", texts["Official.TestMachineText"]);
        }
        else if (register.InUse.Count == 0)
        {
            Add("", texts["Official.None"]);
        }

        if (register.Compromised.Count > 0)
        {
            AddSection("Official.Avoid", "Official.AvoidText", register.Compromised);
        }

        if (register.Former.Count > 0)
        {
            AddSection("Official.Former", "Official.FormerText", register.Former);
        }

        AddSection("Official.Check", "Official.CheckText", []);
        Add(texts["Official.Tell"]);
        return text.ToString();
    }

    private void AddSection(string heading, string? words, IReadOnlyList<AddressRow> lines)
    {
        Add("", $"== {texts[heading]} ==");
        Add(words is null ? [] : ["", texts[words]]);
        foreach (var line in lines)
        {
            Add("", line.Location, "  " + Facts(line));
            Add(line.Why is { } why ? ["  " + why] : []);
        }
    }

    private string Facts(AddressRow line) => string.Join(" · ", new[]
    {
        line.IsCompromised ? texts["Official.Compromised"] : texts.Of(line.Kind),
        line.Since.IsUnknown ? null : $"{texts["Official.InUseSince"]} {Print(line.Since)}",
        line.Until.IsUnknown ? null : $"{texts["Official.InUseUntil"]} {Print(line.Until)}",
    }.OfType<string>());

    private string Print(FuzzyDate date) => FuzzyDateText.PrintWithin(date, texts.Language.Culture, key => texts[key]);

    private void Add(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }
    }
}
