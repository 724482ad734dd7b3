using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.People;

/// <summary>A public case in the open data.</summary>
/// <param name="Line">The entry that readers of the language see.</param>
/// <param name="UpdatedAt">When it was last changed in public.</param>
/// <param name="Address">Absolute URL of the page.</param>
/// <param name="CountedOn">The day on which the counts were made.</param>
internal sealed record CaseData(
    EntryRow Line, DateTime UpdatedAt, string Address, DisplayName Name, PersonFacts Facts, PersonFactsView Lines,
    IReadOnlyList<Source> Sources, IReadOnlyList<CaseStep> Steps, DateOnly CountedOn)
{
    public static CaseData Of(EntryRow line, DateTime updatedAt, string address, PersonFacts all, Language language, DateOnly today)
    {
        var facts = all.ForReaders();
        var numbers = new SourceNumbers();
        _ = numbers.Of(facts.Sources?.Status);
        var lines = PersonComposer.Lines(facts, language, numbers);
        CaseStep[] steps =
            [.. facts.CaseEvents.OrderBy(e => e.Date)
            .Select((e, i) => new CaseStep(i + 1, e.Date, e.Kind, PersonComposer.Line(e.Text, language), numbers.Of(e.Sources)))];
        return new(line, updatedAt, address, PersonComposer.NameFor(facts.Names, language, line.Title), facts, lines, numbers.All, steps,
            today);
    }
}

/// <summary>A column of the open data, the same for CSV and JSON.</summary>
/// <param name="Key">Resource key of its description.</param>
internal sealed record CaseColumn(string Name, string Key)
{
    private Func<CaseData, Texts, JsonNode?> Of { get; init; } = (_, _) => null;

    /// <summary>All columns, in order.</summary>
    public static IReadOnlyList<CaseColumn> All { get; } =
    [
        Words("url", "People.Data.Url", (c, _) => c.Address),
        Words("language", "People.Data.Language", (c, _) => c.Line.Language),
        Words("name", "People.Data.Name", (c, t) => c.Name.Plain(t.Language)),
        Words("name_romanised", "NameKind.Romanised", (c, _) => c.Name.Romanised),
        Words("name_native", "NameKind.Native", (c, _) => c.Name.Native),
        Words("name_native_language", "People.Form.Tag", (c, _) => c.Name.Native.Length > 0 ? c.Name.NativeLanguage : ""),
        Words("family_name", "People.Data.FamilyName", (c, _) => c.Name.Family),
        Rows("names", "People.Form.Names", (c, _) =>
        c.Facts.Names.Select(n => Row(("text", n.Text), ("language", n.Language), ("kind", Camel(n.Kind))))),
        Words("status", "People.Data.Status", (c, _) => Camel(c.Facts.Status)),
        Words("certainty", "People.Data.Certainty", (c, _) => Camel(c.Facts.Certainty)),
        Words("as_of", "People.Data.AsOf", (c, _) => c.Facts.StatusAsOf.Edtf),
        Words("status_in_words", "People.Data.StatusInWords", (c, t) =>
        t.StatusInWords(new(c.Facts.Status, c.Facts.Certainty, c.Facts.StatusAsOf))),
        Words("verified_on", "People.Fact.VerifiedOn", (c, _) => Day(c.Facts.VerifiedOn)),
        Words("born", "People.Fact.Born", (c, _) => c.Facts.Born.Edtf),
        Words("died", "People.Fact.Died", (c, _) => c.Facts.Died.Edtf),
        Words("occupation", "People.Fact.Occupation", (c, _) => c.Lines.Occupation.Line?.Text),
        Words("region", "People.Fact.Region", (c, _) => c.Lines.Region?.Text),
        Words("held_at", "People.Fact.HeldAt", (c, _) => c.Lines.HeldAt.Text?.Text),
        Words("held_at_original", "People.Form.HeldAtOriginal", (c, _) => c.Facts.HeldAtOriginal?.Text),
        Words("held_in", "People.Fact.HeldIn", (c, _) => c.Lines.HeldIn.Text?.Text),
        Words("held_in_original", "People.Form.HeldInOriginal", (c, _) => c.Facts.HeldInOriginal?.Text),
        Rows("custody", "People.Fact.Custody", (c, _) =>
        c.Facts.Episodes.Select(e =>
        Row(("kind", Camel(e.Custody)), ("from", e.From.Edtf), ("until", e.Until.Edtf),
        ("goes_on", e.Ended || !e.Until.IsUnknown ? "no" : "yes")))),
        Rows("days", "People.Data.Days", (c, _) =>
        DaysDetained.Of(c.Facts, c.CountedOn)
        .Select(d => Row(("kind", Camel(d.Custody)), ("at_least", Number(d.Days)), ("at_most", d.Most is { } most ? Number(most) : "")))),
        Words("counted_on", "People.Data.CountedOn", (c, _) => Day(c.CountedOn)),
        Rows("charges", "People.Form.Charges", (c, _) => c.Lines.Charges.Select(Charge)),
        Words("sentence", "People.Fact.Sentence", (c, t) => t.Words(c.Facts.Sentence)),
        Words("official_end", "People.Fact.OfficialEnd", (c, _) => c.Facts.OfficialEnd.Edtf),
        Words("expected_release", "People.Fact.ExpectedRelease", (c, _) => c.Facts.ExpectedRelease.Edtf),
        Words("actual_release", "People.Fact.ActualRelease", (c, _) => c.Facts.ActualRelease.Edtf),
        Rows("notes", "People.Data.Notes", (c, _) => c.Lines.Notes.Select(n => Row(("about", Camel(n.Fact)), ("text", n.Text.Text)))),
        Rows("case_events", "People.Timeline", (c, t) =>
        c.Steps.Select(s =>
        Row(("date", s.Date.Edtf), ("kind", Camel(s.Kind)), ("text", s.Text?.Text ?? t.Of(s.Kind)),
        ("sources", Numbers(s.SourceNumbers))))),
        Rows("sources", "People.Sources.Heading", (c, _) => c.Sources.Select((s, i) =>
            Row(("number", Number(i + 1)), ("title", s.Title), ("publisher", s.Publisher), ("url", s.Url), ("date", s.Date.Edtf),
            ("retrieved_on", Day(s.RetrievedOn))))),
        Rows("corrections", "Corrections.Heading", (c, t) => c.Facts.Corrections.Select(r =>
            Row(("on", Day(r.On)), ("what", PersonComposer.Line(r.What, t.Language)?.Text ?? ""),
            ("why", PersonComposer.Line(r.Why, t.Language)?.Text ?? ""), ("disputed_by", r.DisputedBy)))),
        Words("updated_at", "People.Data.UpdatedAt", (c, _) =>
        c.UpdatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
    ];

    /// <summary>Returns the value for JSON; an empty one is an empty string or array, never omitted.</summary>
    internal JsonNode? Json(CaseData of, Texts texts) => Of(of, texts);

    /// <summary>Returns the value for a CSV cell: rows separated by semicolons, their parts by commas.</summary>
    internal string Cell(CaseData of, Texts texts) => Flat(Of(of, texts), "; ");

    private static CaseColumn Words(string name, string key, Func<CaseData, Texts, string?> of) =>
        new(name, key) { Of = (c, t) => JsonValue.Create(of(c, t) ?? "") };

    private static CaseColumn Rows(string name, string key, Func<CaseData, Texts, IEnumerable<JsonObject>> of) =>
        new(name, key) { Of = (c, t) => new JsonArray([.. of(c, t)]) };

    private static JsonObject Row(params ReadOnlySpan<(string Name, string Value)> parts)
    {
        var row = new JsonObject();
        foreach (var (name, value) in parts)
        {
            row[name] = value;
        }

        return row;
    }

    private static JsonObject Charge(ChargeView charge)
    {
        var row =
            Row(("text", charge.Text?.Text ?? ""), ("original", charge.Original?.Text ?? ""), ("law", charge.Law?.Text ?? ""),
            ("sources", Numbers(charge.Sources)));
        row["history"] =
            new JsonArray([.. charge.History.Select(s =>
            Row(("date", s.Date.Edtf), ("kind", Camel(s.Kind)), ("text", s.Text?.Text ?? ""), ("sources", Numbers(s.Sources))))]);
        return row;
    }

    private static string Flat(JsonNode? node, string between) => node switch
    {
        JsonArray rows => string.Join(between, rows.Select(r => Flat(r, " / ")).Where(r => r.Length > 0)),
        JsonObject row => string.Join(", ", row.Select(p => Flat(p.Value, " / ")).Where(p => p.Length > 0)),
        _ => node?.ToString() ?? "",
    };

    private static string Camel<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Numbers(IEnumerable<int> numbers) => string.Join(' ', numbers.Select(Number));
}
