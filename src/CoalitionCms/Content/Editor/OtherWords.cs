using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>Preserves texts in the languages that a form does not show.</summary>
internal static class OtherWords
{
    public static string Of(LocalText text, string shown) => text.With(shown, "").ToJson();

    /// <summary>Returns an empty text if the JSON was not written by this form.</summary>
    public static LocalText Read(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json)
                ? LocalText.Empty
                : LocalText.Of(LocalText.FromJson(json).All.Where(t => Language.Find(t.Key) is not null));
        }
        catch (Exception malformed) when (malformed is System.Text.Json.JsonException or ArgumentException)
        {
            return LocalText.Empty;
        }
    }
}
