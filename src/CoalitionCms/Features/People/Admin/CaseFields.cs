using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.People.Admin;

#pragma warning disable CS1591 // Rows of PersonForm: the same words as in PersonFacts.
internal sealed class ChargeStepFields
{
    public string? Date { get; set; }
    public ChargeStepKind Kind { get; set; }
    public string? Text { get; set; }
    public string? TextOthers { get; set; }
    public List<SourceFields> Sources { get; set; } = [];
    public bool Remove { get; set; }

    internal LanguageText? InAnotherLanguage => string.IsNullOrEmpty(Text) ? StepFields.First(TextOthers) : null;

    internal bool IsFilled =>
        !Remove && (StepFields.AnyText(Date, Text) || Sources.Exists(s => s.IsFilled) || !OtherWords.Read(TextOthers).IsEmpty);

    internal static ChargeStepFields Of(ChargeStep step, string language) => new()
    {
        Date = step.Date.Edtf,
        Kind = step.Kind,
        Text = step.Text.In(language),
        TextOthers = OtherWords.Of(step.Text, language),
        Sources = [.. step.Sources.Select(SourceFields.Of)],
    };

    internal ChargeStep ToFact(string language, (string Fact, string Field) at, FormRows rows, ICollection<Error> errors) => new(
        DateFields.Read(Date, at.Field + "." + nameof(Date), errors), Kind, OtherWords.Read(TextOthers).With(language, Text),
        SourceFields.Read(Sources, at, rows, errors));
}

internal sealed class NoteFields
{
    public string? Text { get; set; }
    public bool IsPublic { get; set; }

    internal static NoteFields Of(CaseNote? note, string language) =>
        new() { Text = note?.Text.In(language), IsPublic = note?.IsPublic ?? false };

    internal CaseNote? ToFact(CaseNote? before, string language) =>
        (before?.Text ?? LocalText.Empty).With(language, Text) is { IsEmpty: false } text ? new(text, IsPublic) : null;
}

internal sealed class OriginalFields
{
    public string? Text { get; set; }
    public string? Language { get; set; } = "zh-Hans";

    internal static OriginalFields Of(OriginalName? name) => name is null ? new() : new() { Text = name.Text, Language = name.Language };

    internal OriginalName? ToFact() => CleanText.Line(Text) is { Length: > 0 } text ? new(text, CleanText.Line(Language)) : null;
}

internal sealed class MailFields
{
    public string? Address { get; set; }
    public string? Language { get; set; } = "zh-Hans";
    public string? LettersIn { get; set; }
    public string? Avoid { get; set; }

    internal static MailFields Of(PrisonMail? mail, string language) => mail is null ? new() : new()
    {
        Address = mail.Address,
        Language = mail.Language,
        LettersIn = mail.LettersIn.In(language),
        Avoid = mail.Avoid.In(language),
    };

    internal PrisonMail? ToFact(PrisonMail? before, string language)
    {
        var mail = new PrisonMail(
            string.Join('\n', CleanText.Block(Address).Split('\n').Select(CleanText.Line).Where(l => l.Length > 0)),
            CleanText.Line(Language),
            (before?.LettersIn ?? LocalText.Empty).With(language, LettersIn), (before?.Avoid ?? LocalText.Empty).With(language, Avoid));
        return mail.Address.Length == 0 && mail.LettersIn.IsEmpty && mail.Avoid.IsEmpty ? null : mail;
    }
}

internal sealed class FactSourceFields
{
    public CaseFact Fact { get; set; }
    public List<SourceFields> Sources { get; set; } = [];
}

internal sealed class SourceFields
{
    public string? Title { get; set; }
    public string? Publisher { get; set; }
    public string? Url { get; set; }
    public string? Date { get; set; }
    public DateOnly? RetrievedOn { get; set; }

    internal bool IsFilled => RetrievedOn is not null || StepFields.AnyText(Title, Publisher, Url, Date);

    internal static SourceFields Of(Source source) =>
        new()
        {
            Title = source.Title,
            Publisher = source.Publisher,
            Url = source.Url,
            Date = source.Date.Edtf,
            RetrievedOn = source.RetrievedOn
        };

    internal static List<Source> Read(List<SourceFields> sources, (string Fact, string Field) at, FormRows rows,
        ICollection<Error> errors) =>
        rows.Read(sources, (at.Fact + ".Sources", at.Field + ".Sources"), s => s.IsFilled, (s, here) => s.ToFact(here.Field, errors));

    internal Source ToFact(string field, ICollection<Error> errors) => new(
        CleanText.Line(Title), CleanText.Line(Publisher), CleanText.Line(Url), DateFields.Read(Date, field + "." + nameof(Date), errors),
        RetrievedOn);
}
#pragma warning restore CS1591

/// <summary>The sources of one fact in the form.</summary>
/// <param name="Path">Name of the fact's fields.</param>
/// <param name="Add">Value of the button that adds a source.</param>
/// <param name="IsMissing">True if the fact is set and has no source.</param>
internal sealed record SourceRows(string Path, List<SourceFields> Sources, string Add, bool IsMissing, string About)
{
    internal static SourceRows Of(string path, List<SourceFields> sources, string add, bool isFilled, string about) =>
        new(path, sources, EditModel.Add + add, isFilled && !sources.Exists(s => s.IsFilled), about);
}
