using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace CoalitionCms.Domain;

/// <summary>
/// A fact that came with a later version. It is not written while it says nothing, so that facts stored before it give the same bytes as ever:
/// hashes, approvals and comparisons with them hold.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LaterAttribute : Attribute;

/// <summary>How values are written as JSON in the database: readable in any script, enums as words, the same bytes for the same value.</summary>
public static class DomainJson
{
    /// <summary>Shared options; <see cref="LocalText"/> and <see cref="FuzzyDate"/> have their own spelling.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = null,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatSaysNothing } },
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new LocalTextConverter(), new FuzzyDateConverter() },
    };

    private static void LeaveOutWhatSaysNothing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.AttributeProvider?.IsDefined(typeof(LaterAttribute), inherit: false) == true))
        {
            property.ShouldSerialize = (_, value) => !SaysNothing(value);
        }
    }

    private static bool SaysNothing(object? value) => value switch
    {
        null or "" or false => true,
        LocalText text => text.IsEmpty,
        FuzzyDate date => date.IsUnknown,
        ICollection several => several.Count == 0,
        Enum choice => Convert.ToInt32(choice, System.Globalization.CultureInfo.InvariantCulture) == 0,
        _ => false,
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

        public override void Write(Utf8JsonWriter writer, FuzzyDate value, JsonSerializerOptions options) => writer.WriteStringValue(value.Edtf);
    }
}
