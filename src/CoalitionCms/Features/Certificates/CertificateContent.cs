using CoalitionCms.Features.Events;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Certificates;

/// <summary>What a statement says, as it was on the day of issue.</summary>
/// <param name="RomanisedName">The name in Latin letters.</param>
/// <param name="NativeName">The name in the native script.</param>
/// <param name="NativeLanguage">Language of the native name.</param>
/// <param name="Language">Language of the statement.</param>
/// <param name="IssuedOn">Day of issue.</param>
/// <param name="Events">The events, oldest first.</param>
public sealed record CertificateContent(string RomanisedName, string NativeName, string NativeLanguage, string Language, DateOnly IssuedOn, IReadOnlyList<StatedEvent> Events)
{
    /// <summary>The name in both scripts.</summary>
    public DisplayName Name => DisplayName.Of(RomanisedName, NativeName, NativeLanguage);
}

/// <summary>An event of a statement.</summary>
/// <param name="Title">Its title; empty when it was not public.</param>
/// <param name="Language">Language of the title.</param>
/// <param name="Type">Sort of event.</param>
/// <param name="StartsOn">First day.</param>
/// <param name="EndsOn">Last day, if another.</param>
public sealed record StatedEvent(string Title, string Language, EventType Type, DateOnly StartsOn, DateOnly? EndsOn);
