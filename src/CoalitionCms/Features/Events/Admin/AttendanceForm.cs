using CoalitionCms.Domain;
using CoalitionCms.Features.Members;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>An attendance list as a form: the rows, and names to parse.</summary>
internal sealed class AttendanceForm
{
    /// <summary>The maximum number of rows in a form.</summary>
    public const int MaxRows = 1_000;

    /// <summary>Converts the typed names, and a selected member, into unsaved rows.</summary>
    /// <returns>The number of rows added.</returns>
    internal int ReadNames(AttendanceSheet sheet)
    {
        var status = sheet.HasBegun ? AttendanceStatus.Attended : AttendanceStatus.Invited;
        var read = AttendeeLine.Read(Names, Math.Clamp(MaxRows - Rows.Count - 1, 0, AttendeeLine.MaxNames));
        var rows = read.Names.Select(sheet.Match.Understand).Select(u => new AttendanceRow
        {
            Typed = u.Name.Typed,
            Pick = u.Member?.MemberId.ToString("D") ?? (u.IsNew ? AttendanceRow.New : ""),
            Status = status,
        });
        if (AddMemberId is { } chosen)
        {
            rows = rows.Append(new AttendanceRow { Pick = chosen.ToString("D"), Status = status });
        }

        var known = Rows.Select(r => r.MemberId).OfType<Guid>().Concat(sheet.Listed).ToHashSet();
        var fresh = rows.Where(r => r.MemberId is not { } member || known.Add(member)).ToList();
        Rows.AddRange(fresh);
        (Names, AddMemberId, HasUnread) = (read.Kept, null, read.Unread.Length > 0);
        return fresh.Count;
    }

    /// <summary>The rows in the list, followed by those to be added.</summary>
    public List<AttendanceRow> Rows { get; set; } = [];

    public string? Names { get; set; }
    public Guid? AddMemberId { get; set; }

    /// <summary>Values to set in every row at once.</summary>
    public ForAllRows All { get; set; } = new();

    /// <summary>True when a part of the text was no name. It stays in the field.</summary>
    internal bool HasUnread { get; private set; }

    /// <summary>True when there are names that were typed and not read yet.</summary>
    internal bool HasNames => !string.IsNullOrWhiteSpace(Names) || AddMemberId is not null;

    /// <summary>Sets the chosen values in every row of the form; nothing is saved.</summary>
    internal void UseForAll()
    {
        foreach (var row in Rows)
        {
            row.Status = All.Status ?? row.Status;
            row.Choice = All.Choice ?? row.Choice;
            row.Means = All.Means ?? row.Means;
            row.GivenOn = All.GivenOn ?? row.GivenOn;
        }

        All = new();
    }
}

internal sealed class ForAllRows
{
    public AttendanceStatus? Status { get; set; }
    public NameChoice? Choice { get; set; }
    public ConsentMeans? Means { get; set; }
    public DateOnly? GivenOn { get; set; }
}

internal sealed class AttendanceRow
{
    public const string New = "new";

    public const string LeaveOut = "out";

    /// <summary>The row in the list; null for one to be added.</summary>
    public Guid? AttendanceId { get; set; }

    /// <summary>The person: a member's id, <see cref="New"/>, <see cref="LeaveOut"/>, or empty while undecided.</summary>
    public string? Pick { get; set; }

    public string? Typed { get; set; }

    /// <summary>Member or guest, for a new person.</summary>
    public Standing Standing { get; set; }

    public long Version { get; set; }

    /// <summary>Signature of the row when the form was opened.</summary>
    public string? Was { get; set; }

    public int ConsentsSeen { get; set; }
    public AttendanceStatus Status { get; set; }
    public bool Host { get; set; }
    public bool Speaker { get; set; }
    public bool Guest { get; set; }
    public bool Member { get; set; }
    public NameChoice Choice { get; set; }
    public ConsentMeans Means { get; set; }
    public DateOnly? GivenOn { get; set; }

    /// <summary>Who gave the consent, if not the person.</summary>
    public string? GivenBy { get; set; }

    /// <summary>The last day on which the consent is valid.</summary>
    public DateOnly? Until { get; set; }

    public bool HiddenByStaff { get; set; }

    /// <summary>Removes the row from the list.</summary>
    public bool Remove { get; set; }

    /// <summary>Whether there is anything to save. An untouched row cannot cause a conflict.</summary>
    internal bool IsTouched => AttendanceId is null ? Pick != LeaveOut : Remove || Values.Signature != Was;

    internal Guid? MemberId => Guid.TryParse(Pick, out var id) ? id : null;

    private AttendanceValues Values => new(
        Status,
        (Host ? AttendanceRoles.Host
        : 0) | (Speaker
        ? AttendanceRoles.Speaker
        : 0) | (Guest
        ? AttendanceRoles.Guest
        : 0) | (Member
        ? AttendanceRoles.Member
        : 0),
        ToConsent(),
        HiddenByStaff);

    // If any detail of a consent is filled in but no choice is made, the person has not consented to be named.
    private Consent ToConsent() =>
        new Consent(Choice, Means, GivenOn, CleanText.Line(GivenBy), Until) is var typed && Choice == NameChoice.NotSaid
        && typed != Consent.None
        ? typed with { Choice = NameChoice.Hidden }
        : typed;

    internal static AttendanceRow Of(SheetRow line) =>
        new AttendanceRow
        {
            AttendanceId = line.AttendanceId,
            Pick = line.MemberId.ToString("D"),
            Version = line.Version,
            ConsentsSeen = line.ConsentsSeen,
            Was = line.Values.Signature
        }.With(line.Values);

    internal AttendanceRow With(AttendanceValues values)
    {
        (Status, Choice, Means, GivenOn, GivenBy, Until, HiddenByStaff) =
            (values.Status, values.Consent.Choice, values.Consent.Means, values.Consent.GivenOn, values.Consent.GivenBy,
            values.Consent.Until, values.HiddenByStaff);
        (Host, Speaker, Guest, Member) = (
            values.Roles.HasFlag(AttendanceRoles.Host), values.Roles.HasFlag(AttendanceRoles.Speaker),
            values.Roles.HasFlag(AttendanceRoles.Guest), values.Roles.HasFlag(AttendanceRoles.Member));
        return this;
    }

    internal RosterRow ToLine(string field) =>
        new(field, AttendanceId, MemberId, Pick == New ? ToPerson() : null, Version, Values, Remove, ConsentsSeen);

    private NewPerson? ToPerson() =>
        AttendeeLine.Parse(Typed) is [var name, ..] ? new(name.Romanised, name.Native, name.NativeLanguage, Standing) : null;
}
