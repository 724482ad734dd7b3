using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>Names of time zones: city names in each language, and suggestions for misspelt names.</summary>
internal static class ZoneNames
{
    private const int MostNear = 3;
    private const int LargestDistance = 2;

    private static readonly Lazy<IReadOnlyList<string>> Known = new(() =>
        [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id)
        .Where(id => id.Contains('/', StringComparison.Ordinal) && CivilZone.IsKnown(id)).Order(StringComparer.Ordinal)]);

    // Cities that people live in and expect, but that have no zone of their own.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["BEIJING"] = "Asia/Shanghai",
        ["PEKING"] = "Asia/Shanghai",
        ["北京"] = "Asia/Shanghai",
        ["베이징"] = "Asia/Shanghai",
        ["بېيجىڭ"] = "Asia/Shanghai",
        ["LHASA"] = "Asia/Shanghai",
        ["拉萨"] = "Asia/Shanghai",
        ["WASHINGTON"] = "America/New_York",
        ["BOSTON"] = "America/New_York",
        ["SANFRANCISCO"] = "America/Los_Angeles",
        ["GENEVA"] = "Europe/Zurich",
        ["DELHI"] = "Asia/Kolkata",
        ["OTTAWA"] = "America/Toronto",
    };

    /// <summary>
    /// Returns suggestions for an unknown time zone, the most likely first: different case, only a city, a city in another language, or a
    /// typing error.
    /// </summary>
    public static IReadOnlyList<string> Near(string typed)
    {
        var asked = Fold(typed);
        if (asked.Length == 0)
        {
            return [];
        }

        if (Elsewhere.TryGetValue(Fold(typed[(typed.LastIndexOf('/') + 1)..]), out var zone))
        {
            return [zone];
        }

        return [.. Known.Value.Select(id => (Id: id, Distance: DistanceOf(asked, id))).Where(z => z.Distance <= LargestDistance)
            .OrderBy(z => z.Distance).ThenBy(z => z.Id, StringComparer.Ordinal).Take(MostNear).Select(z => z.Id)];
    }

    /// <summary>Returns the zones whose city has a name in the language, in the order of these names.</summary>
    public static IReadOnlyList<(string Id, string City)> CitiesOf(Language language) =>
        [.. Known.Value.Select(id => (id, City: CityOf(id, language) ?? "")).Where(z => z.City.Length > 0)
        .OrderBy(z => z.City, StringComparer.Create(language.Culture, ignoreCase: false))];

    /// <summary>Returns the city of a zone in a language: "Taipei", 台北; null if there is none.</summary>
    public static string? CityOf(string id, Language language) => language.Texts.GetValueOrDefault("Zone." + id);

    private static int DistanceOf(string asked, string id)
    {
        var city = Fold(id[(id.LastIndexOf('/') + 1)..]);
        if (asked == Fold(id) || asked == city || Language.All.Any(l => CityOf(id, l) is { } words && Fold(words) == asked))
        {
            return 0;
        }

        if (city.Length > 3 && asked.Contains(city, StringComparison.Ordinal))
        {
            return 1;
        }

        // Two typing errors in a short word make it another word.
        var allowed = asked.Length < 6 ? 1 : LargestDistance;
        return Math.Min(Edits(asked, city, allowed), Edits(asked, Fold(id), allowed));
    }

    /// <summary>Returns the edit distance, or a value above the limit if it is larger.</summary>
    private static int Edits(string one, string other, int most)
    {
        if (Math.Abs(one.Length - other.Length) > most)
        {
            return LargestDistance + 1;
        }

        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, corner + (one[i - 1] == other[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[^1] <= most ? row[^1] : LargestDistance + 1;
    }

    private static string Fold(string text) => string.Concat(text.Normalize(System.Text.NormalizationForm.FormKD)
        .Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();
}
