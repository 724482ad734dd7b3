using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;

namespace CoalitionCms.Features.Events;

/// <summary>The data of a member that determine the public name.</summary>
internal sealed record Nameable(Guid MemberId, string RomanisedName, string NativeName, string NativeLanguage, string Alias,
    bool HiddenEverywhere)
{
    /// <summary>The full name, in both scripts.</summary>
    public DisplayName Name => DisplayName.Of(RomanisedName, NativeName, NativeLanguage);

    public static Nameable Of(Member member) =>
        new(member.Id, member.RomanisedName, member.NativeName, member.NativeLanguage, member.Alias, member.HiddenEverywhere);
}

/// <summary>The data of a consent row that determine the public name.</summary>
/// <param name="EventId">The event, or null for all.</param>
/// <param name="Number">Its number among the member's rows.</param>
internal sealed record RecordedConsent(Guid? EventId, long Number, Consent Terms)
{
    /// <summary>Returns the terms that apply on a day.</summary>
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
/// The only code that determines how a person may be named in public; every page, feed, calendar and export uses it. Of the rows for one
/// event, and of those for all events, the newest applies. If the row for the event is the newer of the two, it decides; otherwise the
/// stricter one does, so that a later choice for all events can remove a name from an event but never add one.
/// </summary>
internal static class ConsentedName
{
    /// <summary>Returns the name to show, or null for "not named".</summary>
    /// <param name="consents">The person's rows, for any events.</param>
    /// <param name="eventId">The event; null for what applies to events in general.</param>
    /// <param name="hiddenByStaff">True when staff hid this row.</param>
    /// <param name="today">Today in the site's time zone; a consent is valid through its last day.</param>
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

    // Security: determined from the characters only; the member's own language would reveal the person's origin. It is the language that
    // most names in these characters have, so that an alias looks like any other name.
    private static DisplayName AliasOf(Nameable person) => ScriptOf(person.Alias) is var script && script == "zh-Latn"
        ? DisplayName.Of(person.Alias, "", "zh-Hans")
        : DisplayName.Of("", person.Alias, script);

    private static string ScriptOf(string alias) => alias.EnumerateRunes().FirstOrDefault(Rune.IsLetter) switch
    {
        { Value: <= 0x024F } => "zh-Latn",
        { Value: >= 0x0400 and <= 0x052F } => "und-Cyrl",
        var letter => WritingSystems.Of(letter) switch
        {
            WritingSystem.Han => "zh-Hans",
            WritingSystem.Hangul => "ko",
            WritingSystem.Arabic => "ug",
            WritingSystem.Kana => "ja",
            _ => "und",
        },
    };
}
