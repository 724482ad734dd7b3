using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Seed;

/// <summary>The short facts in words, per language: <c>facts.json</c>.</summary>
internal sealed class StarterFacts
{
    private readonly Dictionary<string, LocalText> facts = StarterFile.ReadJson<Dictionary<string, LocalText>>("facts.json");

    public LocalText this[string name] => facts[name];
}
