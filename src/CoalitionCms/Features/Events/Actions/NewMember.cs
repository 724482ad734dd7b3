using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>A person whose name was typed at an event and who is not on the roster yet.</summary>
internal static class NewMember
{
    /// <summary>Adds the person to the roster in the next save, with a separate log entry.</summary>
    public static Member Add(CmsDbContext db, AuditLog audit, Actor actor, NewPerson person)
    {
        var member = new Member(Guid.CreateVersion7());
        member.Describe(person.RomanisedName, person.NativeName, person.NativeLanguage, "", person.Standing, "", hiddenEverywhere: false);
        db.Add(member);
        audit.Record(actor, AuditVerb.MemberSaved, nameof(Member), member.Id,
            new { isNew = true, changed = (string[])["romanisedName", "nativeName", "nativeLanguage", "standing"] });
        return member;
    }
}
