using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>Rules for the three end dates of a sentence.</summary>
internal static class ReleaseRules
{
    public static IEnumerable<Error> Check(PersonFacts facts, DateOnly today)
    {
        var taken = facts.Episodes.Select(e => e.From.Earliest).FirstOrDefault(d => d is not null);
        foreach (var (field, date) in new[] { (nameof(facts.OfficialEnd), facts.OfficialEnd),
            (nameof(facts.ExpectedRelease), facts.ExpectedRelease), (nameof(facts.ActualRelease), facts.ActualRelease) })
        {
            if (date.Latest < taken)
            {
                yield return PeopleErrors.ReleasedBeforeTaken(field);
            }
        }

        if (!facts.OfficialEnd.IsUnknown && facts.Sentence.Kind is SentenceKind.Life or SentenceKind.Death)
        {
            yield return PeopleErrors.NoEndOfThat(nameof(facts.OfficialEnd));
        }

        if (facts.ActualRelease.Earliest > today)
        {
            yield return PeopleErrors.InFuture(nameof(facts.ActualRelease));
        }
        else if (facts.ActualRelease.Earliest > facts.Died.Latest)
        {
            yield return PeopleErrors.EndsAfterDeath(nameof(facts.ActualRelease));
        }
        else if (facts.Episodes.Any(e => PersonRules.IsOpen(e) && e.From.Latest < facts.ActualRelease.Earliest)
            && DaysDetained.IsHeld(facts.Status))
        {
            yield return PeopleErrors.ReleasedButHeld(nameof(facts.ActualRelease));
        }
    }
}

/// <summary>Rules for a charge and its history.</summary>
internal static class ChargeRules
{
    public static IEnumerable<Error> Check(Charge charge, int i, DateOnly today)
    {
        var at = $"Charges[{i}]";
        if (charge.Original.Length > PersonRules.MaxLine)
        {
            yield return PeopleErrors.TooLong(at + ".Original", PersonRules.MaxLine);
        }

        if (charge.Original.Length > 0 && !NameLanguages.IsKnown(charge.OriginalLanguage))
        {
            yield return PeopleErrors.LanguageUnknown(at + ".OriginalLanguage", charge.OriginalLanguage);
        }

        foreach (var error in PersonRules.Long(at + ".Text", charge.Text, PersonRules.MaxLine)
            .Concat(PersonRules.Long(at + ".Law", charge.Law, PersonRules.MaxLine))
            .Concat(SourceRules.Check(at, charge.Sources))
            .Concat(charge.History.SelectMany((step, j) => Step(step, $"{at}.History[{j}]", today)))
            .Concat(Order(charge.History, at)))
        {
            yield return error;
        }
    }

    private static IEnumerable<Error> Step(ChargeStep step, string at, DateOnly today) =>
    [
        .. step.Date.Earliest > today ? [PeopleErrors.InFuture(at + ".Date")] : Array.Empty<Error>(),
        .. PersonRules.Long(at + ".Text", step.Text, PersonRules.MaxStep),
        .. SourceRules.Check(at, step.Sources),
    ];

    /// <summary>Checks the order, oldest first. Refused only if no interpretation of the dates allows it.</summary>
    private static IEnumerable<Error> Order(IReadOnlyList<ChargeStep> history, string at)
    {
        DateOnly? reached = null;
        foreach (var (j, step) in history.Index())
        {
            if (step.Date.Latest < reached)
            {
                yield return PeopleErrors.StepTooEarly($"{at}.History[{j}].Date");
            }

            reached = reached > step.Date.Earliest || step.Date.Earliest is null ? reached : step.Date.Earliest;
        }
    }
}

internal static class SourceRules
{
    public static IEnumerable<Error> Check(string fact, IReadOnlyList<Source> sources)
    {
        foreach (var (j, source) in sources.Index())
        {
            var at = $"{fact}.Sources[{j}]";
            if (source.Title.Length == 0)
            {
                yield return PeopleErrors.SourceTitleMissing(at + ".Title");
            }

            if (source.Title.Length > PersonRules.MaxLine)
            {
                yield return PeopleErrors.TooLong(at + ".Title", PersonRules.MaxLine);
            }

            if (source.Publisher.Length > PersonRules.MaxLine)
            {
                yield return PeopleErrors.TooLong(at + ".Publisher", PersonRules.MaxLine);
            }

            if (source.Url.Length > 0 && !SourceLink.IsSafe(source.Url))
            {
                yield return PeopleErrors.SourceUrlUnusable(at + ".Url");
            }
        }
    }
}
