using CoalitionCms.Domain;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Events;

/// <summary>A row of a file that would change the list.</summary>
/// <param name="MemberId">The member; null for a new person.</param>
/// <param name="IsListed">True when the person is already in the event's list.</param>
internal sealed record AttendanceChange(AttendanceFileRow Line, Guid? MemberId, bool IsListed)
{
    /// <summary>The name as the roster or the file has it.</summary>
    public required DisplayName Name { get; init; }
}

/// <summary>The effects of importing a file into the list of an event, shown before anything is saved.</summary>
/// <param name="Changes">Rows that add or change a person.</param>
/// <param name="Same">The number of rows without changes.</param>
/// <param name="Problems">Rows that cannot be imported.</param>
/// <param name="Signature">Identifies exactly these changes.</param>
internal sealed record AttendancePlan(IReadOnlyList<AttendanceChange> Changes, int Same, IReadOnlyList<FileProblem> Problems,
    string Signature)
{
    /// <summary>Compares a file with the roster and the list. It never guesses a person's identity.</summary>
    internal static AttendancePlan Of(AttendanceFile file, IReadOnlyList<RosterMember> roster, IReadOnlyDictionary<Guid, Attendance> list)
    {
        var (match, byId) = (new RosterMatch(roster.Select(m => m.ToName())), roster.ToDictionary(m => m.MemberId));
        var (changes, problems, seen, same) =
            (new List<AttendanceChange>(), file.Problems.ToList(), new Dictionary<string, int>(StringComparer.Ordinal), 0);
        foreach (var line in file.Lines)
        {
            var (member, why) = Find(line, match, byId);
            var key = member?.MemberId.ToString("N") ?? $"{line.Name.Romanised}\n{line.Name.Native}";
            why ??= seen.TryAdd(key, line.Number) ? null : new Error("Files.Repeated", "", seen[key]);
            if (why is not null)
            {
                problems.Add(new(line.Number, why));
            }
            else if (member is not null && list.TryGetValue(member.MemberId, out var listed)
                && (listed.Status, listed.Roles) == (line.Status, line.Roles))
            {
                same++;
            }
            else
            {
                changes.Add(new(line, member?.MemberId, member is not null && list.ContainsKey(member.MemberId))
                {
                    Name = member?.Name ?? DisplayName.Of(line.Name.Romanised, line.Name.Native, line.Name.NativeLanguage),
                });
            }
        }

        var versions =
            changes.Select(c => $"{c.Line} {c.MemberId} {(c.MemberId is { } id && list.TryGetValue(id, out var now) ? now.Version : 0)}");
        return new(changes, same, [.. problems.OrderBy(p => p.Line)], ContentHash.Of([.. versions]));
    }

    private static (RosterMember? Member, Error? Why) Find(AttendanceFileRow line, RosterMatch match, Dictionary<Guid, RosterMember> byId)
    {
        if (line.MemberId is { } id)
        {
            return byId.TryGetValue(id, out var member) ? (member, null) : (null, new Error("Members.File.NobodyHasId"));
        }

        var understood = match.Understand(line.Name);
        return understood.Member is { } sure ? (byId[sure.MemberId], null)
            : !understood.IsNew ? (null, new Error("Members.File.SeveralHaveName"))
            : (null, new NewPerson(line.Name.Romanised, line.Name.Native, line.Name.NativeLanguage, line.Standing).Check("").Select(Worded)
            .FirstOrDefault());
    }

    private static Error Worded(Error why) => why.Key == "Events.NoSuchMember" ? new("Events.File.Name") : why;
}
