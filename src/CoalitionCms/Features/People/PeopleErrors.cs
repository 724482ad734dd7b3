using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>Errors of the facts of a case. Fields are paths in <see cref="PersonFacts"/>.</summary>
internal static class PeopleErrors
{
    public static Error NameMissing { get; } = new("People.NameMissing", "Names[0].Text");

    /// <summary>There is a date of death, but the status is that of a living person.</summary>
    public static Error DeadButHeld { get; } = new("People.DeadButHeld", nameof(PersonFacts.Status));

    /// <summary>The status is free or dead, but a period in custody continues.</summary>
    public static Error FreeButHeld { get; } = new("People.FreeButHeld", nameof(PersonFacts.Status));

    public static Error DiedBeforeBirth { get; } = new("People.DiedBeforeBirth", nameof(PersonFacts.Died));

    /// <summary>The term has no years, months or days.</summary>
    public static Error TermMissing { get; } = new("People.TermMissing", "Sentence.Years");

    /// <summary>The number is out of range.</summary>
    public static Error NumberOutOfRange(string field, int most) => new("People.NumberOutOfRange", field, most);

    /// <summary>The language tag is not in the list.</summary>
    public static Error LanguageUnknown(string field, string tag) => new("People.LanguageUnknown", field, tag);

    public static Error TooLong(string field, int most) => new("People.TooLong", field, most);

    /// <summary>The day is in the future.</summary>
    public static Error InFuture(string field) => new("People.InFuture", field);

    /// <summary>Ends before it begins.</summary>
    public static Error EndsBeforeStart(string field) => new("People.EndsBeforeStart", field);

    /// <summary>Ends before the previous period ended.</summary>
    public static Error EndsBeforeLast(string field) => new("People.EndsBeforeLast", field);

    /// <summary>Begins while the previous period continues.</summary>
    public static Error StillHeld(string field) => new("People.StillHeld", field);

    /// <summary>Begins before the previous period ended.</summary>
    public static Error Overlaps(string field) => new("People.Overlaps", field);

    public static Error AfterDeath(string field) => new("People.AfterDeath", field);

    public static Error EndsAfterDeath(string field) => new("People.EndsAfterDeath", field);

    public static Error SourceTitleMissing(string field) => new("People.SourceTitleMissing", field);

    /// <summary>The address is not safe to link to.</summary>
    public static Error SourceUrlUnusable(string field) => new("People.SourceUrlUnusable", field);

    /// <summary>There is already a primary name of this kind.</summary>
    public static Error TwoPrimaries(string field) => new("People.TwoPrimaries", field);

    /// <summary>The sentence ends before the first detention.</summary>
    public static Error ReleasedBeforeTaken(string field) => new("People.ReleasedBeforeTaken", field);

    public static Error NoEndOfThat(string field) => new("People.NoEndOfThat", field);

    /// <summary>There is a release, but an earlier period in custody continues.</summary>
    public static Error ReleasedButHeld(string field) => new("People.ReleasedButHeld", field);

    /// <summary>The step is dated before the previous one.</summary>
    public static Error StepTooEarly(string field) => new("People.StepTooEarly", field);
}
