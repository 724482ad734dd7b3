using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Integrity;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Members;

/// <summary>A line of a file that would change the roster.</summary>
/// <param name="MemberId">The member that it changes; null for a new one.</param>
/// <param name="Fields">Names of the columns that change.</param>
public sealed record RosterChange(int Line, Guid? MemberId, DisplayName Name, IReadOnlyList<string> Fields)
{
    internal SaveMember.Input Now { get; init; } = null!;
}

/// <summary>What a file would do to the roster: everything that is shown before anything is saved.</summary>
/// <param name="Changes">Lines that add or change somebody.</param>
/// <param name="Same">How many lines say what is known already.</param>
/// <param name="Problems">Lines that cannot be taken in.</param>
/// <param name="Signature">Stands for exactly these changes: confirming holds for them and no others.</param>
public sealed record RosterPlan(IReadOnlyList<RosterChange> Changes, int Same, IReadOnlyList<FileProblem> Problems, string Signature)
{
    public IEnumerable<RosterChange> New => Changes.Where(c => c.MemberId is null);

    public IEnumerable<RosterChange> Changed => Changes.Where(c => c.MemberId is not null);

    /// <summary>Compares a file with the roster. A line without an id is the member of exactly these names, when there is one.</summary>
    internal static RosterPlan Of(RosterFile file, IReadOnlyCollection<Member> roster)
    {
        var byId = roster.ToDictionary(m => m.Id);
        var byName = roster.ToLookup(m => Key(m.RomanisedName, m.NativeName), StringComparer.Ordinal);
        var (changes, problems, seen, same) = (
            new List<RosterChange>(), file.Problems.ToList(), new Dictionary<string, int>(StringComparer.Ordinal), 0);
        foreach (var line in file.Lines)
        {
            var (member, why) = Find(line, byId, byName);
            var now = line.Over(member);
            why ??= SaveMember.Check(now).FirstOrDefault();
            if (why is null && !seen.TryAdd(member?.Id.ToString("N") ?? Key(now.RomanisedName, now.NativeName), line.Number))
            {
                why = new("Files.Repeated", "", seen[member?.Id.ToString("N") ?? Key(now.RomanisedName, now.NativeName)]);
            }

            if (why is not null)
            {
                problems.Add(new(line.Number, why));
            }
            else if ((member is null ? line.Columns.Header : SaveMember.Changes(member, now)) is { Count: > 0 } fields)
            {
                changes.Add(new(line.Number, member?.Id, DisplayName.Of(now.RomanisedName, now.NativeName, now.NativeLanguage),
                    fields)
                { Now = now });
            }
            else
            {
                same++;
            }
        }

        return new(changes, same, [.. problems.OrderBy(p => p.Line)], ContentHash.Of([.. changes.Select(c => c.Now.ToString())]));
    }

    private static (Member? Member, Error? Why) Find(RosterFileRow line, Dictionary<Guid, Member> byId, ILookup<string, Member> byName)
    {
        if (line.MemberId is { } id)
        {
            return byId.TryGetValue(id, out var member) ? (member, null) : (null, new Error("Members.File.NobodyHasId"));
        }

        var found = byName[Key(line.Values.RomanisedName, line.Values.NativeName)].Take(2).ToList();
        return found.Count > 1 ? (null, new Error("Members.File.SeveralHaveName")) : (found.FirstOrDefault(), null);
    }

    private static string Key(string romanised, string native) => romanised + "\n" + native;
}
