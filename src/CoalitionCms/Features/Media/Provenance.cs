using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Media;

/// <summary>How sure it is that a photo shows the person it is said to show.</summary>
internal enum PhotoLikeness
{
    NotSaid,

    Known,

    Believed,
}

/// <summary>Where a photo comes from and who looked into it: a wrong photo discredits everything beside it.</summary>
/// <param name="Source">Where it was found or who gave it, for readers.</param>
/// <param name="CheckedBy">Who checked it; only for staff, because nobody's name is public without consent.</param>
internal sealed record Provenance(string Source, PhotoLikeness Shows, string CheckedBy, DateOnly? CheckedOn,
    IReadOnlyList<Correction> Corrections)
{
    public static Provenance None { get; } = new("", PhotoLikeness.NotSaid, "", null, []);

    internal string ToJson() => JsonSerializer.Serialize(this, DomainJson.Options);

    internal static Provenance FromJson(string json) =>
        json.Length == 0 ? None : JsonSerializer.Deserialize<Provenance>(json, DomainJson.Options)!;

    /// <summary>All that people wrote in it.</summary>
    internal IEnumerable<string> Words =>
        [Source, CheckedBy, .. Corrections.SelectMany(c => c.What.All.Concat(c.Why.All).Select(t => t.Value).Append(c.DisputedBy))];
}

/// <summary>What readers see under a photo besides caption and credit, in whole sentences.</summary>
internal static class PhotoNotes
{
    public static IReadOnlyList<string> Of(MediaView photo, Language language)
    {
        var (about, texts) = (photo.Provenance, language.Texts);
        var notes = new List<string>();
        if (about.Source.Length > 0)
        {
            notes.Add(Say("Photo.Source", about.Source));
        }

        if (about.Shows != PhotoLikeness.NotSaid)
        {
            notes.Add(Say($"Photo.Shows.{about.Shows}"));
        }

        if (about.CheckedOn is { } day)
        {
            notes.Add(Say("Photo.CheckedOn", Day(day)));
        }

        foreach (var one in about.Corrections)
        {
            notes.Add(Say("Photo.Corrected", Day(one.On),
                string.Join(' ', new[] { one.What, one.Why }.Select(t => t.For(language.Code)?.Text ?? "").Where(t => t.Length > 0))));
            if (one.DisputedBy.Length > 0)
            {
                notes.Add($"{Say("Corrections.DisputedBy")}: {one.DisputedBy}");
            }
        }

        return notes;

        string Text(string key) => texts.GetValueOrDefault(key) ?? Language.English.Texts[key];

        string Say(string key, params object[] arguments) => string.Format(language.Culture, Text(key), arguments);

        string Day(DateOnly day) => FuzzyDateText.Print(FuzzyDate.On(day), language.Culture, Text);
    }
}
