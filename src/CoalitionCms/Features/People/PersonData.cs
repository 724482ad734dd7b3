using System.Text.Json.Nodes;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.People;

/// <summary>A person as schema.org Person data, limited to what the page shows.</summary>
internal static class PersonData
{
    public static JsonLd Of(PersonView person, string address)
    {
        var name = person.Name.Romanised.Length > 0 ? person.Name.Romanised : person.Name.Native;
        string[] others =
            [.. new[] { person.Name.Native }.Concat(person.OtherNames.Select(n => n.Text)).Where(n => n.Length > 0 && n != name)
            .Distinct(StringComparer.Ordinal)];
        var data = new JsonObject { ["@type"] = "Person", ["name"] = name, ["url"] = address };
        if (person.Name.Family.Length > 0)
        {
            (data["familyName"], data["givenName"]) = (person.Name.Family, person.Name.Given);
        }

        if (others.Length > 0)
        {
            data["alternateName"] = new JsonArray([.. others.Select(n => (JsonNode)n)]);
        }

        Add(data, "birthDate", Exact(person.Facts.Born.Date));
        Add(data, "deathDate", Exact(person.Facts.Died.Date));
        Add(data, "jobTitle", person.Facts.Occupation.Line?.Text);
        Add(data, "description", person.Summary);
        return new(data);
    }

    /// <summary>schema.org cannot express "about", "perhaps" or "between".</summary>
    private static string Exact(FuzzyDate date) => date.IsAbout || date.IsUncertain ? "" : date.Iso;

    private static void Add(JsonObject data, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            data[key] = value;
        }
    }
}
