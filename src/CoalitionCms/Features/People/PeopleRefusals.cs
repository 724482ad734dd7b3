using CoalitionCms.Kernel;

namespace CoalitionCms.Features.People;

/// <summary>Why the facts of a case are refused. Fields are paths in <see cref="PersonFacts"/>.</summary>
public static class PeopleRefusals
{
    /// <summary>Nobody without a name.</summary>
    public static Refusal NameMissing { get; } = new("People.NameMissing", "Names[0].Text");

    /// <summary>A date of death, and a status of the living.</summary>
    public static Refusal DeadButHeld { get; } = new("People.DeadButHeld", nameof(PersonFacts.Status));

    /// <summary>Free or dead, and a stretch in custody that goes on.</summary>
    public static Refusal FreeButHeld { get; } = new("People.FreeButHeld", nameof(PersonFacts.Status));

    /// <summary>Death before birth.</summary>
    public static Refusal DiedBeforeBirth { get; } = new("People.DiedBeforeBirth", nameof(PersonFacts.Died));

    /// <summary>A term without years, months or days.</summary>
    public static Refusal TermMissing { get; } = new("People.TermMissing", "Sentence.Years");

    /// <summary>Not a number that a sentence has.</summary>
    public static Refusal NumberOutOfRange(string field, int most) => new("People.NumberOutOfRange", field, most);

    /// <summary>Not one of the tags on offer.</summary>
    public static Refusal LanguageUnknown(string field, string tag) => new("People.LanguageUnknown", field, tag);

    /// <summary>Longer than allowed.</summary>
    public static Refusal TooLong(string field, int most) => new("People.TooLong", field, most);

    /// <summary>A day that is still to come.</summary>
    public static Refusal InFuture(string field) => new("People.InFuture", field);

    /// <summary>Ends before it begins.</summary>
    public static Refusal EndsBeforeStart(string field) => new("People.EndsBeforeStart", field);

    /// <summary>Ends before the stretch before it ended.</summary>
    public static Refusal EndsBeforeLast(string field) => new("People.EndsBeforeLast", field);

    /// <summary>Begins while the stretch before goes on.</summary>
    public static Refusal StillHeld(string field) => new("People.StillHeld", field);

    /// <summary>Begins before the stretch before it ended.</summary>
    public static Refusal Overlaps(string field) => new("People.Overlaps", field);

    /// <summary>Begins after death.</summary>
    public static Refusal AfterDeath(string field) => new("People.AfterDeath", field);

    /// <summary>Ends after death.</summary>
    public static Refusal EndsAfterDeath(string field) => new("People.EndsAfterDeath", field);

    /// <summary>A source without a title.</summary>
    public static Refusal SourceTitleMissing(string field) => new("People.SourceTitleMissing", field);

    /// <summary>An address that no reader should be led to.</summary>
    public static Refusal SourceUrlUnusable(string field) => new("People.SourceUrlUnusable", field);

    /// <summary>A second name of its sort that would stand in titles.</summary>
    public static Refusal TwoPrimaries(string field) => new("People.TwoPrimaries", field);

    /// <summary>An end of the sentence before the first detention.</summary>
    public static Refusal ReleasedBeforeTaken(string field) => new("People.ReleasedBeforeTaken", field);

    /// <summary>An official end of what has none.</summary>
    public static Refusal NoEndOfThat(string field) => new("People.NoEndOfThat", field);

    /// <summary>A release, and a stretch in custody from before it that goes on.</summary>
    public static Refusal ReleasedButHeld(string field) => new("People.ReleasedButHeld", field);

    /// <summary>A step that comes before the one above it.</summary>
    public static Refusal StepTooEarly(string field) => new("People.StepTooEarly", field);
}
