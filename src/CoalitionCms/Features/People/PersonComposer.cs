using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;

namespace CoalitionCms.Features.People;

/// <summary>
/// Composes the content of a person's page from text and facts; the same for readers and for a preview. Depends only on its arguments.
/// </summary>
internal static class PersonComposer
{
    public static PersonView Compose(EntryText text, Language language, Guid itemId, PersonFacts all, MediaLookup media, DateOnly today)
    {
        // Security: code below this line has no access to unpublished notes; a preview shows what readers would see.
        var facts = all.ForReaders();
        var name = NameFor(facts.Names, language, text.Title);
        var sources = new SourceNumbers();
        var status = sources.Of(facts.Sources?.Status);
        var lines = Lines(facts, language, sources);
        return new()
        {
            ItemId = itemId,
            Title = text.Title,
            Name = name,
            TitleIsAnotherName = IsAnotherName(text.Title, facts.Names),
            OtherNames = [.. facts.Names.Where(n => n.Text != name.Romanised && n.Text != name.Native)],
            Status = new(facts.Status, facts.Certainty, facts.StatusAsOf),
            StatusSources = status,
            VerifiedOn = facts.VerifiedOn,
            Counts = DaysDetained.Of(facts, today),
            CountedOn = today,
            Summary = text.Summary,
            Photo = media.Find(facts.Photo),
            Corrections = facts.Corrections,
            Mail = new StatusView(facts.Status, facts.Certainty, facts.StatusAsOf).WantsLetters && facts.Status != CaseStatus.DiedInCustody
                ? MailView.Of(facts.Mail, DisplayName.Of(facts.Names), language) : null,
            Facts = lines,
            Picture = TimelinePicture.Of(facts, today),
            Steps = [.. facts.CaseEvents.OrderBy(e => e.Date)
            .Select((e, i) => new CaseStep(i + 1, e.Date, e.Kind, Line(e.Text, language), sources.Of(e.Sources)))],
            Sources = sources.All,
            Body = MarkdownText.ToHtml(text.Body, language.Code, media),
            Related = PersonRelations.None,
        };
    }

    /// <summary>True for a title that says something besides the names: "Case of the river poet", not "Lin Anhe (林安和)".</summary>
    internal static bool IsAnotherName(string title, IReadOnlyCollection<PersonName> names) => names.Count > 0
        && names.Select(n => n.Text).Where(n => n.Length > 0).OrderByDescending(n => n.Length)
            .Aggregate(title, (rest, name) => rest.Replace(name, " ", StringComparison.OrdinalIgnoreCase)).Any(char.IsLetter);

    /// <summary>
    /// Returns the name in both scripts; of several native spellings the one in the page's language. The title is used if no name is known.
    /// </summary>
    public static DisplayName NameFor(IReadOnlyCollection<PersonName> names, Language language, string title)
    {
        var own = names.FirstOrDefault(n => n.Kind == NameKind.Native && n.Language == language.Code);
        var name = DisplayName.Of([.. names.Select(n => own is null || n.Kind != NameKind.Native ? n : n with { IsPrimary = n == own })]);
        return name.Romanised.Length + name.Native.Length > 0 ? name : new(title, language.Code, "", language.Code);
    }

    /// <summary>Returns the facts for readers as lines. Numbers are assigned in the order of the page.</summary>
    public static PersonFactsView Lines(PersonFacts facts, Language language, SourceNumbers numbers) => new()
    {
        Born = new(facts.Born, numbers.Of(facts.Sources?.Born)),
        Died = new(facts.Died, numbers.Of(facts.Sources?.Died)),
        IsDead = !facts.Died.IsUnknown || facts.Status == CaseStatus.DiedInCustody,
        Occupation = new(Line(facts.Occupation, language), numbers.Of(facts.Sources?.Occupation)),
        Region = Line(facts.Region, language),
        Episodes = [.. facts.Episodes.Select(e => new EpisodeView(e, numbers.Of(e.Sources)))],
        Charges = [.. facts.Charges.Select(c => Charge(c, language, numbers))],
        Sentence = facts.Sentence,
        Ends = (facts.OfficialEnd, facts.ExpectedRelease, facts.ActualRelease),
        SentenceSources = numbers.Of(facts.Sources?.Sentence),
        HeldAt = Place(facts.HeldAt, facts.HeldAtOriginal, language),
        HeldIn = Place(facts.HeldIn, facts.HeldInOriginal, language),
        HeldAtSources = numbers.Of(facts.Sources?.HeldAt),
        Notes = [.. from fact in Enum.GetValues<CaseFact>() where facts.NoteOn(fact) is { IsPublic: true, Text.IsEmpty: false }
        select new NoteView(fact, Line(facts.NoteOn(fact)!.Text, language)!, numbers.Of(facts.Sources?.Of(fact)))],
    };

    private static ChargeView Charge(Charge charge, Language language, SourceNumbers numbers)
    {
        var text = Line(charge.Text, language);
        var sources = numbers.Of(charge.Sources);
        return new(
            text,
            charge.Original.Length == 0 || charge.Original == text?.Text
            ? null
            : new LanguageText(charge.Original, charge.OriginalLanguage),
            Line(charge.Law, language),
            [.. charge.History.Select(s => new ChargeStepView(s.Date, s.Kind, Line(s.Text, language), numbers.Of(s.Sources)))],
            sources);
    }

    private static PlaceView Place(LocalText text, OriginalName? original, Language language)
    {
        var line = Line(text, language);
        return new(line, original is null || original.Text == line?.Text ? null : new LanguageText(original.Text, original.Language));
    }

    /// <summary>Returns the text in the best language for a reader, or null.</summary>
    public static LanguageText? Line(LocalText text, Language language) =>
        text.For(language.Code) is { } found ? new(found.Text, found.Language) : null;
}
