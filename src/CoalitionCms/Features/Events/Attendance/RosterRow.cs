using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Features.Members.Actions;

namespace CoalitionCms.Features.Events;

/// <summary>A changed row of an attendance list.</summary>
/// <param name="Field">Name of the row in the form.</param>
/// <param name="AttendanceId">The row in the list, or null to add one.</param>
/// <param name="Person">The person to add to list and roster.</param>
/// <param name="Version">Version of the row that the form was opened on.</param>
/// <param name="Remove">True to remove the row from the list.</param>
/// <param name="ConsentsSeen">The number of consents that applied to the row when the form was opened: another consent is recorded only if
/// no further ones were added.</param>
internal sealed record RosterRow(string Field, Guid? AttendanceId, Guid? MemberId, NewPerson? Person, long Version, AttendanceValues Values,
    bool Remove, int ConsentsSeen = 0);

/// <summary>A person who is not on the roster yet.</summary>
internal sealed record NewPerson(string RomanisedName, string NativeName, string NativeLanguage, Standing Standing)
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

/// <summary>The result of a save.</summary>
/// <param name="Saved">The number of rows saved.</param>
/// <param name="Conflicts">Rows that another user changed first.</param>
/// <param name="Asked">The number of choices less strict than the member's own, which the members must answer.</param>
/// <param name="Listed">The number of people in the list afterwards.</param>
internal sealed record RecordedRoster(int Saved, IReadOnlyList<RosterConflict> Conflicts, int Asked, int Listed);

/// <summary>A row that was not saved.</summary>
/// <param name="TheirId">The row in the list; null when it was removed.</param>
internal sealed record RosterConflict(RosterRow Mine, Guid? TheirId);
