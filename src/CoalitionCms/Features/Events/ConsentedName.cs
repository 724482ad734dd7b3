using CoalitionCms.Features.Members;
using CoalitionCms.Domain;
using System.Text;

namespace CoalitionCms.Features.Events;

/// <summary>A member as far as naming depends on it.</summary>
public sealed record Nameable(Guid MemberId, string RomanisedName, string NativeName, string NativeLanguage, string Alias,
    bool HiddenEverywhere)
{
    /// <summary>The full name, in both scripts.</summary>
    public DisplayName Name => DisplayName.Of(RomanisedName, NativeName, NativeLanguage);

    public static Nameable Of(Member member) =>
        new(member.Id, member.RomanisedName, member.NativeName, member.NativeLanguage, member.Alias, member.HiddenEverywhere);
}

/// <summary>A row of the consents as far as naming depends on it.</summary>
/// <param name="EventId">The event, or null for all.</param>
/// <param name="Number">Its place among the member's rows.</param>
public sealed record RecordedConsent(Guid? EventId, long Number, Consent Terms)
{
    /// <summary>The terms that decide on a day.</summary>
    internal static Consent Deciding(IReadOnlyList<RecordedConsent> consents, Guid? eventId, DateOnly today)
    {
        var forAll = consents.Where(c => c.EventId is null).MaxBy(c => c.Number);
        var forEvent = eventId is null ? null : consents.Where(c => c.EventId == eventId).MaxBy(c => c.Number);
        if (forEvent is null || forAll is null)
        {
            return (forEvent ?? forAll)?.Terms ?? Consent.None;
        }

        return forEvent.Number > forAll.Number || forEvent.Terms.On(today) < forAll.Terms.On(today) ? forEvent.Terms : forAll.Terms;
    }
}

/// <summary>
/// The only code that answers how a person may be named in public. Every page, feed, calendar and export asks it.
/// Of the rows about one event, and of those about all events, the newest counts. The
/// one about the event decides when it is the newer of the two;
/// else the stricter does, so that what was said later for all events can take a name out of an event, and never bring one in.
/// </summary>
public static class ConsentedName
{
    /// <summary>The name to show, or null for "not named".</summary>
    /// <param name="consents">The person's rows, of whatever events.</param>
    /// <param name="eventId">The event; null asks for what holds for events in general.</param>
    /// <param name="hiddenByStaff">True when staff hid this line.</param>
    /// <param name="today">Today in the site's zone; a consent holds through its last day.</param>
    public static DisplayName? Of(Nameable person, IEnumerable<RecordedConsent> consents, Guid? eventId, bool hiddenByStaff, DateOnly today)
    {
        // Security: an override can only hide.
        if (hiddenByStaff || person.HiddenEverywhere)
        {
            return null;
        }

        return RecordedConsent.Deciding([.. consents], eventId, today).On(today) switch
        {
            NameChoice.PublicName => person.Name,
            NameChoice.Alias when person.Alias.Length > 0 => AliasOf(person),
            _ => null,
        };
    }

    // Security: by the letters alone; the member's own language would tell of which people somebody is.
    private static DisplayName AliasOf(Nameable person) => ScriptOf(person.Alias) is var script && script == "und-Latn"
        ? new(person.Alias, script, "", "")
        : new("", "", person.Alias, script);

    private static string ScriptOf(string alias) => alias.EnumerateRunes().FirstOrDefault(Rune.IsLetter) switch
    {
        { Value: <= 0x024F } => "und-Latn",
        { Value: >= 0x0400 and <= 0x052F } => "und-Cyrl",
        var letter => WritingSystems.Of(letter) switch
        {
            WritingSystem.Han => "und-Hani",
            WritingSystem.Hangul => "und-Hang",
            WritingSystem.Arabic => "und-Arab",
            WritingSystem.Kana => "und-Jpan",
            _ => "und",
        },
    };
}
