using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.PersonalData;

/// <summary>Somebody to choose.</summary>
/// <param name="Id">The member, or the account of who is on no roster.</param>
/// <param name="Name">The name.</param>
/// <param name="IsMember">True for somebody on the roster.</param>
/// <param name="HasAccount">True for somebody who has an account.</param>
public sealed record PersonChoice(Guid Id, DisplayName Name, bool IsMember, bool HasAccount);

/// <summary>Everything that the site holds about one person, besides the texts that mention them.</summary>
/// <param name="Id">Under which it was asked for.</param>
/// <param name="Member">The line of the roster, or null.</param>
/// <param name="Account">The account, or null.</param>
/// <param name="Attendances">Where they were noted.</param>
/// <param name="Consents">What they said about being named, newest first.</param>
/// <param name="Certificates">Certificates of participation; only who has a code reads one.</param>
/// <param name="Sessions">Where they are signed in.</param>
/// <param name="Factors">How they prove who they are: kinds, nothing more.</param>
/// <param name="Written">What they wrote.</param>
/// <param name="LogAbout">Lines of the log about them.</param>
/// <param name="LogBy">Lines of the log about what they did.</param>
public sealed record PersonalRecord(
    Guid Id,
    HeldMember? Member,
    HeldAccount? Account,
    IReadOnlyList<HeldAttendance> Attendances,
    IReadOnlyList<HeldConsent> Consents,
    IReadOnlyList<HeldCertificate> Certificates,
    IReadOnlyList<HeldSession> Sessions,
    HeldFactors? Factors,
    HeldWriting Written,
    int LogAbout,
    int LogBy)
{
    /// <summary>The name for headings.</summary>
    public DisplayName Name => Member?.Name ?? DisplayName.Of(Account!.Name, Account.NativeName, "und");

    /// <summary>Every word by which they are known.</summary>
    public PersonNames Names => PersonNames.Of(Member?.RomanisedName, Member?.NativeName, Member?.Alias, Account?.Name, Account?.NativeName, Account?.Email);
}

/// <summary>A line of the roster. The note is for staff: it may tell of others, so it is in no export.</summary>
public sealed record HeldMember(
    Guid MemberId, string RomanisedName, string NativeName, string NativeLanguage, string Alias, Standing Standing, bool HiddenEverywhere, [property: System.Text.Json.Serialization.JsonIgnore] string Note)
{
    /// <summary>The name in both scripts.</summary>
    public DisplayName Name => DisplayName.Of(RomanisedName, NativeName, NativeLanguage);
}

/// <summary>An account.</summary>
public sealed record HeldAccount(Guid AccountId, string Email, string Name, string NativeName, Role Role, string? Language, DateTime CreatedAt, DateOnly? LastSignInOn, DateTime? DisabledAt);

/// <summary>One event where somebody was noted.</summary>
public sealed record HeldAttendance(Guid EventId, string Event, DateOnly On, AttendanceStatus Status, AttendanceRoles Roles, bool HiddenByStaff);

/// <summary>A consent or its withdrawal; without an event it is about all of them.</summary>
public sealed record HeldConsent(Guid? EventId, string Event, Consent Terms, bool IsWithdrawal, DateTime RecordedAt);

/// <summary>A statement of participation: that there is one, and when it was issued and revoked.</summary>
public sealed record HeldCertificate(DateOnly IssuedOn, int Events, DateTime? RevokedAt);

/// <summary>A session.</summary>
public sealed record HeldSession(string Browser, string System, DateTime Since, DateTime LastSeenAt);

/// <summary>Second factors.</summary>
public sealed record HeldFactors(bool HasPassword, bool HasApp, int Passkeys, int RecoveryCodes);

/// <summary>What somebody wrote. It stays when the person is forgotten, without the name.</summary>
/// <param name="Entries">How many texts they began.</param>
/// <param name="Revisions">How many times they saved.</param>
/// <param name="Media">How many files they put in.</param>
/// <param name="Latest">The texts last begun.</param>
public sealed record HeldWriting(int Entries, int Revisions, int Media, IReadOnlyList<HeldEntry> Latest);

/// <summary>A text.</summary>
public sealed record HeldEntry(Guid EntryId, EntryKind Kind, string Language, string Title);
