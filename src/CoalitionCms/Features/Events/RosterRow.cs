using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>A line of an attendance list that somebody touched.</summary>
/// <param name="Field">Name of the line in the form.</param>
/// <param name="AttendanceId">The line on the list, or null to add one.</param>
/// <param name="Person">Whom to add to list and roster.</param>
/// <param name="Version">Version of the line that the form was opened on.</param>
/// <param name="Remove">True to take the line off the list.</param>
/// <param name="ConsentsSeen">How many consents bore on the line when the form was opened:
/// another consent is recorded only over those that were seen.</param>
public sealed record RosterRow(string Field, Guid? AttendanceId, Guid? MemberId, NewPerson? Person, long Version, AttendanceValues Values,
    bool Remove, int ConsentsSeen = 0);

/// <summary>Somebody who is on no roster yet.</summary>
public sealed record NewPerson(string RomanisedName, string NativeName, string NativeLanguage, Standing Standing)
{
    public IEnumerable<Error> Check(string line)
    {
        if ((RomanisedName.Length == 0 && NativeName.Length == 0) || !NativeLanguages.Has(NativeLanguage) || !Enum.IsDefined(Standing))
        {
            yield return EventsErrors.NoSuchMember(line);
        }

        if (Math.Max(RomanisedName.Length, NativeName.Length) > SaveMember.MaxName)
        {
            yield return EventsErrors.TooLong(line + ".Pick", SaveMember.MaxName);
        }
    }
}

/// <summary>What became of a save.</summary>
/// <param name="Saved">How many lines were saved.</param>
/// <param name="Conflicts">Lines that somebody else changed first.</param>
/// <param name="Asked">Looser words than a member's own, which they answer themselves.</param>
public sealed record RecordedRoster(int Saved, IReadOnlyList<RosterConflict> Conflicts, int Asked);

/// <summary>A line that was not saved.</summary>
/// <param name="TheirId">The line on the list; null when it was taken off.</param>
public sealed record RosterConflict(RosterRow Mine, Guid? TheirId);
