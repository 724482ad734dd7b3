using CoalitionCms.Features.Media;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.People;

/// <summary>From words and facts to what the page shows; the same for readers and for a preview. Asks nothing but its arguments.</summary>
internal static class PersonComposer
{
    public static PersonView Compose(EntryText text, Language language, Guid subjectId, PersonFacts facts, MediaShelf media, DateOnly today)
    {
        var name = NameFor(facts.Names, language, text.Title);
        var sources = facts.CaseEvents.OrderBy(e => e.Date).SelectMany(e => e.Sources).Distinct().ToList();
        return new()
        {
            SubjectId = subjectId,
            Title = text.Title,
            Name = name,
            TitleIsAnotherName = !facts.Names.Any(n => string.Equals(n.Text, text.Title, StringComparison.Ordinal)) && text.Title.Length > 0 && facts.Names.Count > 0,
            OtherNames = [.. facts.Names.Where(n => n.Text != name.Romanised && n.Text != name.Native)],
            Status = new(facts.Status, facts.Certainty, facts.StatusAsOf),
            Counts = DaysDetained.Of(facts, today),
            CountedOn = today,
            Summary = text.Summary,
            Photo = media.Find(facts.Photo),
            Facts = Lines(facts, language),
            Picture = TimelinePicture.Of(facts, today),
            Steps = [.. facts.CaseEvents.OrderBy(e => e.Date).Select((e, i) => new CaseStep(
                i + 1, e.Date, e.Kind, Line(e.Text, language), [.. e.Sources.Distinct().Select(s => sources.IndexOf(s) + 1)]))],
            Sources = sources,
            Body = MarkdownText.ToHtml(text.Body, language.Code, media),
            Related = PersonRelations.None,
        };
    }

    /// <summary>The name in both scripts; of several native spellings the one of the page's language. The title stands in where no name is known.</summary>
    public static DisplayName NameFor(IReadOnlyCollection<PersonName> names, Language language, string title)
    {
        var own = names.FirstOrDefault(n => n.Kind == NameKind.Native && n.Language == language.Code);
        var name = DisplayName.Of([.. names.Select(n => own is null || n.Kind != NameKind.Native ? n : n with { IsPrimary = n == own })]);
        return name.Romanised.Length + name.Native.Length > 0 ? name : new(title, language.Code, "", language.Code);
    }

    private static PersonFactLines Lines(PersonFacts facts, Language language) => new(
        facts.Born,
        facts.Died,
        !facts.Died.IsUnknown || facts.Status == CaseStatus.DiedInCustody,
        Line(facts.Occupation, language),
        Line(facts.Region, language),
        Line(facts.HeldAt, language),
        [.. facts.Charges.Select(c => Charge(c, language))],
        facts.Sentence,
        facts.Episodes);

    private static ChargeLine Charge(Charge charge, Language language)
    {
        var text = Line(charge.Text, language);
        var original = charge.Original.Length == 0 || charge.Original == text?.Text ? null : new LocalLine(charge.Original, charge.OriginalLanguage);
        return new(text, original, Line(charge.Law, language));
    }

    private static LocalLine? Line(LocalText text, Language language) => text.For(language.Code) is { } found ? new(found.Text, found.Language) : null;
}
