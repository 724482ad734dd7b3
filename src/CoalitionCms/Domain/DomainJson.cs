using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace CoalitionCms.Domain;

/// <summary>JSON format of values in the database: readable in any script, enums as names, the same bytes for the same value.</summary>
internal static class DomainJson
{
    /// <summary>Shared options; <see cref="LocalText"/> and <see cref="FuzzyDate"/> have their own converters.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = null,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new LocalTextConverter(), new FuzzyDateConverter() },
    };

    private sealed class LocalTextConverter : JsonConverter<LocalText>
    {
        public override LocalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalText.Of(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? []);

        public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.All.ToDictionary(StringComparer.Ordinal), options);
    }

    private sealed class FuzzyDateConverter : JsonConverter<FuzzyDate>
    {
        public override FuzzyDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            FuzzyDate.TryParse(reader.GetString(), out var date, out var error) ? date : throw new JsonException($"Not a date: {error}");

        public override void Write(Utf8JsonWriter writer, FuzzyDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Edtf);
    }
}
