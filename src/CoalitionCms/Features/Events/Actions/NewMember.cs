using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Features.Members;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>Somebody whose name was typed at an event and who is on no roster yet.</summary>
internal static class NewMember
{
    /// <summary>Puts them on the roster in the save that follows, with a line of their own in the log.</summary>
    public static Guid Add(CmsDbContext db, AuditLog audit, Actor actor, NewPerson person)
    {
        var member = new Member(Guid.CreateVersion7());
        member.Describe(person.RomanisedName, person.NativeName, person.NativeLanguage, "", person.Standing, "", hiddenEverywhere: false);
        db.Add(member);
        audit.Record(actor, AuditVerb.MemberSaved, nameof(Member), member.Id,
            new { isNew = true, changed = (string[])["romanisedName", "nativeName", "nativeLanguage", "standing"] });
        return member.Id;
    }
}
