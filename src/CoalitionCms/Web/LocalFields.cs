using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>Texts per language as fields of one form: a field for every language of the interface.</summary>
internal static class LocalFields
{
    public static Dictionary<string, string?> Of(LocalText text) =>
        Language.All.ToDictionary(l => l.Code, l => (string?)text.In(l.Code), StringComparer.Ordinal);

    /// <summary>Adds the fields that a forged form omitted, so that the page can show all of them.</summary>
    public static void Complete(Dictionary<string, string?> fields)
    {
        foreach (var language in Language.All)
        {
            fields.TryAdd(language.Code, "");
        }
    }

    /// <summary>The text of the fields. Languages that the site does not have are ignored.</summary>
    public static LocalText Read(IReadOnlyDictionary<string, string?> fields) =>
        LocalText.Of(Language.All.Select(l => KeyValuePair.Create(l.Code, fields.GetValueOrDefault(l.Code) ?? "")));
}
