using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>Errors of events and attendance lists.</summary>
internal static class EventsErrors
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Error NotAllowed { get; } = new("Events.NotAllowed");

    public static Error NoSuchEvent { get; } = new("Events.NoSuchEvent");

    /// <summary>The first day is missing.</summary>
    public static Error StartMissing { get; } = new("Events.StartMissing", nameof(EventFacts.StartsOn));

    /// <summary>The event ends before it begins.</summary>
    public static Error EndsBeforeStart { get; } = new("Events.EndsBeforeStart", nameof(EventFacts.EndsOn));

    /// <summary>The event ends before it begins, on the same day.</summary>
    public static Error EndsBeforeTime { get; } = new("Events.EndsBeforeTime", nameof(EventFacts.EndsAt));

    /// <summary>The time zone is unknown; the message suggests similar ones.</summary>
    public static Error ZoneUnknown(string typed) => ZoneNames.Near(typed) is { Count: > 0 } near
        ? new("Events.ZoneUnknownNear", nameof(EventFacts.TimeZone), string.Join(", ", near))
        : new("Events.ZoneUnknown", nameof(EventFacts.TimeZone));

    public static Error NotADay(string field, FuzzyDateError error) =>
        new(error == FuzzyDateError.NoSuchDay
        ? "Date.Wrong.NoSuchDay"
        : error == FuzzyDateError.OutOfRange
        ? "Date.Wrong.OutOfRange"
        : "Events.NotADay", field);

    public static Error NotATime(string field) => new("Events.NotATime", field);

    public static Error TimeSkipped(string field) => new("Events.TimeSkipped", field);

    public static Error TooLong(string field, int most) => new("Events.TooLong", field, most);

    /// <summary>A person in the list is not on the roster.</summary>
    public static Error NoSuchMember(string line) => new("Events.NoSuchMember", line + ".Pick");

    /// <summary>A name is public, but the means of consent is not on record.</summary>
    public static Error MeansMissing(string line) => new("Events.MeansMissing", line + ".Means");

    public static Error AliasMissing(string line) => new("Events.AliasMissing", line + ".Choice");

    /// <summary>The consent is dated in the future.</summary>
    public static Error GivenInFuture(string line) => new("Events.GivenInFuture", line + ".GivenOn");

    /// <summary>The consent ends before it was given.</summary>
    public static Error UntilBeforeGiven(string line) => new("Events.UntilBeforeGiven", line + ".Until");

    /// <summary>Only the member's own account can record this.</summary>
    public static Error ByTheMemberAlone(string line) => new("Events.ByTheMemberAlone", line + ".Means");

    /// <summary>The person has since chosen a stricter option.</summary>
    public static Error OlderThanChoice(string line, DateOnly day) => new("Events.OlderThanChoice", line + ".GivenOn", day);

    /// <summary>
    /// The account was linked with the entry, or the entry was renamed or merged, less than a day ago: it may not choose more than was
    /// asked for before.
    /// </summary>
    public static Error LinkedLately { get; } = new("Names.LinkedLately");

    /// <summary>Making a name more public requires recent authentication.</summary>
    public static Error ProofNeeded => Members.MembersErrors.ProofNeeded;

    /// <summary>The question was answered or removed meanwhile.</summary>
    public static Error NoQuestion { get; } = new("Names.NoQuestion");

    /// <summary>The person who asked may not answer on the same day.</summary>
    public static Error AnswerByAnother { get; } = new("Names.AnswerByAnother");

    /// <summary>The member has an account and must answer there.</summary>
    public static Error AnswerIsTheirs { get; } = new("Names.AnswerIsTheirs");

    /// <summary>No member of the roster is linked with this account.</summary>
    public static Error NotLinked { get; } = new("Names.NotLinked");

    public static Error NoMember { get; } = new("Members.NoSuchMember");

    /// <summary>The member has no alias.</summary>
    public static Error OwnAliasMissing { get; } = new("Names.AliasMissing", "Own.Choice");

    /// <summary>The alias has no letter, or is another member's name: the message does not reveal which.</summary>
    public static Error AliasUnusable { get; } = new("Names.AliasUnusable", "Alias");

    /// <summary>The alias contains the member's own name.</summary>
    public static Error AliasIsName { get; } = Members.MembersErrors.AliasIsName with { Field = "Alias" };

    public static Error AliasTooLong { get; } = new("Members.TooLong", "Alias", Members.Actions.SaveMember.MaxName);

    /// <summary>Too many attempts for one day.</summary>
    public static Error AliasTooOften { get; } = new("Names.AliasTooOften", "Alias", Actions.ChooseAlias.MostTries);

    /// <summary>Staff changed the member's entry at the same time.</summary>
    public static Error AliasMeanwhile { get; } = new("Names.AliasMeanwhile", "Alias");

    public static Error ChangedMeanwhile { get; } = new("Names.ChangedMeanwhile");

    /// <summary>No option was chosen.</summary>
    public static Error ChoiceMissing(string line) => new("Names.ChoiceMissing", line + ".Choice");

    /// <summary>The last day is in the past.</summary>
    public static Error UntilOver(string line) => new("Names.UntilOver", line + ".Until");

    public static Error WithdrawnHow(string line) => new("Names.WithdrawnHow", line + ".Means");

    public static Error GivenByTooLong(string line) => new("Events.TooLong", line + ".GivenBy", MaxGivenBy);

    /// <summary>The status, role or choice does not exist.</summary>
    public static Error NotUnderstood(string line) => new("Form.NotUnderstood", line + ".Status");

    /// <summary>Returns the error of a series rule; null when there is none.</summary>
    public static Error? Check(SeriesRule rule) => rule switch
    {
        { Every: < 1 or > Actions.KeepSeries.MaxEvery } => new("Series.EveryWrong", nameof(rule.Every), Actions.KeepSeries.MaxEvery),
        { Rhythm: var rhythm } when !Enum.IsDefined(rhythm) => new("Form.NotUnderstood", nameof(rule.Rhythm)),
        { Until: null, Count: null } => new("Series.EndMissing", nameof(rule.Until)),
        { Count: < 1 or > SeriesRule.MaxDays } => new("Series.CountWrong", nameof(rule.Count), SeriesRule.MaxDays),
        _ when rule.Until < rule.From => new("Series.UntilBeforeFrom", nameof(rule.Until)),
        _ when rule.Days().Count > SeriesRule.MaxDays => new("Series.TooMany", nameof(rule.Until), SeriesRule.MaxDays),
        _ => null,
    };

    /// <summary>The row was removed from the list meanwhile.</summary>
    public static Error NotOnList { get; } = new("Door.NotOnList");

    /// <summary>The maximum length of the name of the person who gave a consent.</summary>
    public const int MaxGivenBy = 100;
}
