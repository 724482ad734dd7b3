using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>Why the facts of a case are refused. Fields are paths in <see cref="PersonFacts"/>.</summary>
public static class PeopleErrors
{
    public static Error NameMissing { get; } = new("People.NameMissing", "Names[0].Text");

    /// <summary>A date of death, and a status of the living.</summary>
    public static Error DeadButHeld { get; } = new("People.DeadButHeld", nameof(PersonFacts.Status));

    /// <summary>Free or dead, and a stretch in custody that goes on.</summary>
    public static Error FreeButHeld { get; } = new("People.FreeButHeld", nameof(PersonFacts.Status));

    public static Error DiedBeforeBirth { get; } = new("People.DiedBeforeBirth", nameof(PersonFacts.Died));

    /// <summary>A term without years, months or days.</summary>
    public static Error TermMissing { get; } = new("People.TermMissing", "Sentence.Years");

    /// <summary>Not a number that a sentence has.</summary>
    public static Error NumberOutOfRange(string field, int most) => new("People.NumberOutOfRange", field, most);

    /// <summary>Not one of the tags on offer.</summary>
    public static Error LanguageUnknown(string field, string tag) => new("People.LanguageUnknown", field, tag);

    public static Error TooLong(string field, int most) => new("People.TooLong", field, most);

    /// <summary>A day that is still to come.</summary>
    public static Error InFuture(string field) => new("People.InFuture", field);

    /// <summary>Ends before it begins.</summary>
    public static Error EndsBeforeStart(string field) => new("People.EndsBeforeStart", field);

    /// <summary>Ends before the stretch before it ended.</summary>
    public static Error EndsBeforeLast(string field) => new("People.EndsBeforeLast", field);

    /// <summary>Begins while the stretch before goes on.</summary>
    public static Error StillHeld(string field) => new("People.StillHeld", field);

    /// <summary>Begins before the stretch before it ended.</summary>
    public static Error Overlaps(string field) => new("People.Overlaps", field);

    public static Error AfterDeath(string field) => new("People.AfterDeath", field);

    public static Error EndsAfterDeath(string field) => new("People.EndsAfterDeath", field);

    public static Error SourceTitleMissing(string field) => new("People.SourceTitleMissing", field);

    /// <summary>An address that no reader should be led to.</summary>
    public static Error SourceUrlUnusable(string field) => new("People.SourceUrlUnusable", field);

    /// <summary>A second name of its sort that would stand in titles.</summary>
    public static Error TwoPrimaries(string field) => new("People.TwoPrimaries", field);

    /// <summary>An end of the sentence before the first detention.</summary>
    public static Error ReleasedBeforeTaken(string field) => new("People.ReleasedBeforeTaken", field);

    public static Error NoEndOfThat(string field) => new("People.NoEndOfThat", field);

    /// <summary>A release, and a stretch in custody from before it that goes on.</summary>
    public static Error ReleasedButHeld(string field) => new("People.ReleasedButHeld", field);

    /// <summary>A step that comes before the one above it.</summary>
    public static Error StepTooEarly(string field) => new("People.StepTooEarly", field);
}
