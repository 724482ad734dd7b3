using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>A line of the roster as form fields.</summary>
public sealed class MemberForm
{
    /// <summary>Name in Latin letters.</summary>
    public string? RomanisedName { get; set; }

    /// <summary>Name in the native script.</summary>
    public string? NativeName { get; set; }

    /// <summary>Language of the native name.</summary>
    public string? NativeLanguage { get; set; } = "zh-Hans";

    /// <summary>Name for the public instead.</summary>
    public string? Alias { get; set; }

    /// <summary>Member or guest.</summary>
    public Standing Standing { get; set; }

    /// <summary>Since when they belong, as typed.</summary>
    public string? Since { get; set; }

    /// <summary>Until when, as typed.</summary>
    public string? Until { get; set; }

    /// <summary>For staff.</summary>
    public string? Note { get; set; }

    /// <summary>True to name this person nowhere.</summary>
    public bool HiddenEverywhere { get; set; }

    /// <summary>Version that the form was opened on.</summary>
    public long Version { get; set; }

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
        new(memberId, RomanisedName ?? "", NativeName ?? "", NativeLanguage ?? "", Alias ?? "", Standing, Note ?? "", HiddenEverywhere, Version)
        {
            Since = DateFields.Read(Since, nameof(Since), errors),
            Until = DateFields.Read(Until, nameof(Until), errors),
        };
}
