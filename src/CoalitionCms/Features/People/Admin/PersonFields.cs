using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.People.Admin;

#pragma warning disable CS1591 // Rows of PersonForm: the same words as in PersonFacts.
internal sealed class NameFields
{
    public string? Text { get; set; }
    public string? Language { get; set; }
    public NameKind Kind { get; set; }
    public bool IsPrimary { get; set; }
    public FamilyName Order { get; set; }

    internal bool IsFilled => !string.IsNullOrWhiteSpace(Text);

    internal static NameFields Of(PersonName name) =>
        new() { Text = name.Text, Language = name.Language, Kind = name.Kind, IsPrimary = name.IsPrimary, Order = name.Order };

    /// <summary>The form for a new person has a row for a name in each script, otherwise one blank row.</summary>
    internal static IEnumerable<NameFields> Spare(int present) => present > 0
        ? [new()]
        : [new() { Kind = NameKind.Romanised, Language = "zh-Latn", IsPrimary = true },
        new() { Kind = NameKind.Native, Language = "zh-Hans", IsPrimary = true }];

    internal PersonName ToFact() => new(CleanText.Line(Text), CleanText.Line(Language), Kind, IsPrimary) { Order = Order };
}

internal sealed class SentenceFields
{
    public SentenceKind Kind { get; set; }
    public int? Years { get; set; }
    public int? Months { get; set; }
    public int? Days { get; set; }

    internal static SentenceFields Of(Sentence sentence) => sentence.Kind == SentenceKind.Term
        ? new() { Kind = sentence.Kind, Years = sentence.Years, Months = sentence.Months, Days = sentence.Days }
        : new() { Kind = sentence.Kind };

    // Only a term has a length: values left from an earlier term are discarded.
    internal Sentence ToFact() => Kind == SentenceKind.Term ? new(Kind, Years ?? 0, Months ?? 0, Days ?? 0) : new(Kind, 0, 0, 0);
}

internal sealed class ChargeFields
{
    public string? Text { get; set; }
    public string? TextOthers { get; set; }
    public string? Original { get; set; }
    public string? OriginalLanguage { get; set; } = "zh-Hans";
    public string? Law { get; set; }
    public string? LawOthers { get; set; }
    public List<ChargeStepFields> History { get; set; } = [];
    public List<SourceFields> Sources { get; set; } = [];
    public bool Remove { get; set; }

    internal LanguageText? InAnotherLanguage => string.IsNullOrEmpty(Text) ? StepFields.First(TextOthers) : null;

    internal bool IsFilled =>
        !Remove && (StepFields.AnyText(Text, Original, Law) || !OtherWords.Read(TextOthers).IsEmpty || !OtherWords.Read(LawOthers).IsEmpty
        || History.Exists(h => h.IsFilled));

    internal static ChargeFields Of(Charge charge, string language) => new()
    {
        Text = charge.Text.In(language),
        TextOthers = OtherWords.Of(charge.Text, language),
        Original = charge.Original,
        OriginalLanguage = charge.OriginalLanguage,
        Law = charge.Law.In(language),
        LawOthers = OtherWords.Of(charge.Law, language),
        History = [.. charge.History.Select(h => ChargeStepFields.Of(h, language))],
        Sources = [.. charge.Sources.Select(SourceFields.Of)],
    };

    internal Charge ToFact(string language, (string Fact, string Field) at, FormRows rows, ICollection<Error> errors) => new(
        OtherWords.Read(TextOthers).With(language, Text), CleanText.Line(Original), CleanText.Line(OriginalLanguage),
        OtherWords.Read(LawOthers).With(language, Law))
    {
        History =
            rows.Read(History, (at.Fact + ".History", at.Field + ".History"), h => h.IsFilled, (h, here) =>
            h.ToFact(language, here, rows, errors)),
        Sources = SourceFields.Read(Sources, at, rows, errors),
    };
}

internal sealed class EpisodeFields
{
    public Custody Custody { get; set; }
    public string? From { get; set; }
    public string? Until { get; set; }
    public bool Ended { get; set; }
    public List<SourceFields> Sources { get; set; } = [];

    internal bool IsFilled => Ended || StepFields.AnyText(From, Until);

    internal static EpisodeFields Of(DetentionEpisode episode) =>
        new()
        {
            Custody = episode.Custody,
            From = episode.From.Edtf,
            Until = episode.Until.Edtf,
            Ended = episode.Ended,
            Sources = [.. episode.Sources.Select(SourceFields.Of)]
        };

    internal DetentionEpisode ToFact((string Fact, string Field) at, FormRows rows, ICollection<Error> errors)
    {
        var until = DateFields.Read(Until, at.Field + "." + nameof(Until), errors);
        return new(Custody, DateFields.Read(From, at.Field + "." + nameof(From), errors), until,
            Ended || !until.IsUnknown)
        { Sources = SourceFields.Read(Sources, at, rows, errors) };
    }
}

internal sealed class StepFields
{
    public string? Date { get; set; }
    public CaseEventKind Kind { get; set; }
    public string? Text { get; set; }
    public string? TextOthers { get; set; }
    public List<SourceFields> Sources { get; set; } = [];
    public bool Remove { get; set; }

    internal LanguageText? InAnotherLanguage => string.IsNullOrEmpty(Text) ? First(TextOthers) : null;

    internal bool IsFilled => !Remove && (AnyText(Date, Text) || Sources.Exists(s => s.IsFilled) || !OtherWords.Read(TextOthers).IsEmpty);

    internal static StepFields Blank() => new() { Sources = [new()] };

    internal static StepFields Of(CaseEvent step, string language) => new()
    {
        Date = step.Date.Edtf,
        Kind = step.Kind,
        Text = step.Text.In(language),
        TextOthers = OtherWords.Of(step.Text, language),
        Sources = [.. step.Sources.Select(SourceFields.Of)],
    };

    internal static bool AnyText(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                return true;
            }
        }

        return false;
    }

    internal static LanguageText? First(string? others) =>
        OtherWords.Read(others).For("en") is { } found ? new(found.Text, found.Language) : null;

    internal CaseEvent ToFact(string language, (string Fact, string Field) at, FormRows rows, ICollection<Error> errors) => new(
        DateFields.Read(Date, at.Field + "." + nameof(Date), errors),
        Kind,
        OtherWords.Read(TextOthers).With(language, Text),
        SourceFields.Read(Sources, at, rows, errors));
}
#pragma warning restore CS1591
