using CoalitionCms.Domain;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>A roster entry as form fields.</summary>
internal sealed class MemberForm
{
    public string? RomanisedName { get; set; }
    public string? NativeName { get; set; }
    public string? NativeLanguage { get; set; } = "zh-Hans";
    public string? Alias { get; set; }
    public Standing Standing { get; set; }
    public string? Since { get; set; }
    public string? Until { get; set; }
    public string? Note { get; set; }
    public bool HiddenEverywhere { get; set; }
    public long Version { get; set; }

    /// <summary>Id for a new member: a form that is sent twice adds one.</summary>
    public Guid? NewId { get; set; }

    internal static MemberForm Of(OpenMember member) => new()
    {
        RomanisedName = member.RomanisedName,
        NativeName = member.NativeName,
        NativeLanguage = member.NativeLanguage,
        Alias = member.Alias,
        Standing = member.Standing,
        Since = member.Since.Edtf,
        Until = member.Until.Edtf,
        Note = member.Note,
        HiddenEverywhere = member.HiddenEverywhere,
        Version = member.Version,
    };

    internal SaveMember.Input ToInput(Guid? memberId, ICollection<Error> errors) =>
        new(memberId, RomanisedName ?? "", NativeName ?? "", NativeLanguage ?? "", Alias ?? "", Standing, Note ?? "", HiddenEverywhere,
            Version)
        {
            Since = DateFields.Read(Since, nameof(Since), errors),
            Until = DateFields.Read(Until, nameof(Until), errors),
            NewId = NewId,
        };
}
