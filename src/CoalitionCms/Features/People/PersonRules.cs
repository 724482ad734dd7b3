using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>
/// Validation rules for the facts of a case. Imprecise dates are compared as ranges: only impossible combinations are refused.
/// </summary>
internal static class PersonRules
{
    public const int MaxName = 100;

    /// <summary>The maximum length of an occupation, place, charge or title of a source.</summary>
    public const int MaxLine = 300;

    /// <summary>The maximum length of a sentence about a step.</summary>
    public const int MaxStep = 600;

    /// <summary>The maximum length of a note on health, family or lawyer.</summary>
    public const int MaxNote = 1_000;

    /// <summary>The maximum number of years or months of a term.</summary>
    public const int MaxTerm = 99;

    /// <summary>The maximum number of days of a term.</summary>
    public const int MaxTermDays = 999;

    public static IEnumerable<Error> Check(PersonFacts facts, DateOnly today) =>

    [
        .. Names(facts), .. Status(facts, today), .. Lines(facts), .. Term(facts.Sentence), .. ReleaseRules.Check(facts, today),
        .. facts.Charges.SelectMany((c, i) => ChargeRules.Check(c, i, today)),
        .. Episodes(facts, today), .. facts.CaseEvents.SelectMany(Step), .. Enum.GetValues<CaseFact>()
        .SelectMany(f => SourceRules.Check($"FactSources[{(int)f}]", facts.Sources?.Of(f) ?? [])),
        .. Correction.Check(facts.Corrections, nameof(facts.Corrections), today),
    ];

    private static IEnumerable<Error> Names(PersonFacts facts)
    {
        if (facts.Names.Count == 0)
        {
            yield return PeopleErrors.NameMissing;
        }

        foreach (var (i, name) in facts.Names.Index())
        {
            if (name.Text.Length is 0 or > MaxName)
            {
                yield return name.Text.Length == 0
                    ? PeopleErrors.NameMissing with { Field = $"Names[{i}].Text" }
                    : PeopleErrors.TooLong($"Names[{i}].Text", MaxName);
            }
            if (!NameLanguages.IsKnown(name.Language))
            {
                yield return PeopleErrors.LanguageUnknown($"Names[{i}].Language", name.Language);
            }

            if (name.IsPrimary && facts.Names.Take(i).Any(n => n.IsPrimary && Place(n) == Place(name)))
            {
                yield return PeopleErrors.TwoPrimaries($"Names[{i}].IsPrimary");
            }
        }

        // Titles use one name in Latin letters and one in the native script; another kind is used only if both are missing.
        static NameKind Place(PersonName name) => name.Kind is NameKind.Romanised or NameKind.Native ? name.Kind : NameKind.Other;
    }

    private static IEnumerable<Error> Status(PersonFacts facts, DateOnly today)
    {
        foreach (var (field, date) in new[] { (nameof(facts.StatusAsOf), facts.StatusAsOf), (nameof(facts.Born), facts.Born),
            (nameof(facts.Died), facts.Died) })
        {
            if (date.Earliest > today)
            {
                yield return PeopleErrors.InFuture(field);
            }
        }

        if (facts.VerifiedOn > today)
        {
            yield return PeopleErrors.InFuture(nameof(facts.VerifiedOn));
        }

        if (facts.Died.Latest < facts.Born.Earliest)
        {
            yield return PeopleErrors.DiedBeforeBirth;
        }

        if (!facts.Died.IsUnknown && DaysDetained.IsHeld(facts.Status))
        {
            yield return PeopleErrors.DeadButHeld;
        }

        if (facts.Died.IsUnknown && !DaysDetained.IsHeld(facts.Status) && facts.Episodes.Any(IsOpen))
        {
            yield return PeopleErrors.FreeButHeld;
        }
    }

    private static IEnumerable<Error> Lines(PersonFacts facts) =>
    [
        .. Long(nameof(facts.Occupation), facts.Occupation, MaxLine), .. Long(nameof(facts.Region), facts.Region, MaxLine),
        .. Long(nameof(facts.HeldAt), facts.HeldAt, MaxLine),
        .. Long(nameof(facts.HeldIn), facts.HeldIn, MaxLine), .. Original(nameof(facts.HeldAtOriginal), facts.HeldAtOriginal),
        .. Original(nameof(facts.HeldInOriginal), facts.HeldInOriginal),
        .. Note(nameof(facts.Health), facts.Health), .. Note(nameof(facts.Family), facts.Family),
        .. Note(nameof(facts.Lawyer), facts.Lawyer), .. Mail(facts.Mail),
    ];

    private static IEnumerable<Error> Original(string field, OriginalName? name)
    {
        if (name?.Text.Length > MaxLine)
        {
            yield return PeopleErrors.TooLong(field + ".Text", MaxLine);
        }

        if (name is not null && !NameLanguages.IsKnown(name.Language))
        {
            yield return PeopleErrors.LanguageUnknown(field + ".Language", name.Language);
        }
    }

    private static IEnumerable<Error> Mail(PrisonMail? mail)
    {
        if (mail is null)
        {
            return [];
        }

        return
        [
            .. mail.Address.Length > MaxNote ? [PeopleErrors.TooLong("Mail.Address", MaxNote)] : Array.Empty<Error>(),
            .. NameLanguages.IsKnown(mail.Language) ? [] : new[] { PeopleErrors.LanguageUnknown("Mail.Language", mail.Language) },
            .. Long("Mail.LettersIn", mail.LettersIn, MaxLine), .. Long("Mail.Avoid", mail.Avoid, MaxStep),
        ];
    }

    private static IEnumerable<Error> Note(string field, CaseNote? note) => note is null ? [] : Long(field + ".Text", note.Text, MaxNote);

    private static IEnumerable<Error> Term(Sentence sentence)
    {
        foreach (var (field, number, most) in new[] { ("Sentence.Years", sentence.Years, MaxTerm),
            ("Sentence.Months", sentence.Months, MaxTerm), ("Sentence.Days", sentence.Days, MaxTermDays) })
        {
            if (number < 0 || number > most)
            {
                yield return PeopleErrors.NumberOutOfRange(field, most);
            }
        }

        if (sentence is { Kind: SentenceKind.Term, Years: 0, Months: 0, Days: 0 })
        {
            yield return PeopleErrors.TermMissing;
        }
    }

    private static IEnumerable<Error> Episodes(PersonFacts facts, DateOnly today)
    {
        // Each start and end must not be earlier than the one before it. Refused only if even the latest possible day is too early.
        DateOnly? reached = null;
        foreach (var (i, episode) in facts.Episodes.Index())
        {
            var (from, until) = ($"Episodes[{i}].From", $"Episodes[{i}].Until");
            if (episode.From.Earliest > today)
            {
                yield return PeopleErrors.InFuture(from);
            }

            if (episode.Until.Earliest > today)
            {
                yield return PeopleErrors.InFuture(until);
            }

            if (episode.From.Earliest > facts.Died.Latest)
            {
                yield return PeopleErrors.AfterDeath(from);
            }
            else if (episode.Until.Earliest > facts.Died.Latest)
            {
                yield return PeopleErrors.EndsAfterDeath(until);
            }

            if (i > 0 && IsOpen(facts.Episodes[i - 1]))
            {
                yield return PeopleErrors.StillHeld(from);
            }
            else if (episode.From.Latest < reached)
            {
                yield return PeopleErrors.Overlaps(from);
            }
            else if (episode.Until.Latest < episode.From.Earliest)
            {
                yield return PeopleErrors.EndsBeforeStart(until);
            }
            else if (episode.Until.Latest < reached)
            {
                yield return PeopleErrors.EndsBeforeLast(until);
            }

            foreach (var error in SourceRules.Check($"Episodes[{i}]", episode.Sources))
            {
                yield return error;
            }

            reached = new[] { reached, episode.From.Earliest, episode.Until.Earliest }.Max();
        }
    }

    private static IEnumerable<Error> Step(CaseEvent step, int i) =>
        Long($"CaseEvents[{i}].Text", step.Text, MaxStep).Concat(SourceRules.Check($"CaseEvents[{i}]", step.Sources));

    internal static bool IsOpen(DetentionEpisode episode) => !episode.Ended && episode.Until.IsUnknown;

    internal static IEnumerable<Error> Long(string field, LocalText text, int most) =>
        text.All.Any(t => t.Value.Length > most) ? [PeopleErrors.TooLong(field, most)] : [];
}
