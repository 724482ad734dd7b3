using CoalitionCms.Domain;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Members;

/// <summary>A row of a file that would change the roster.</summary>
/// <param name="MemberId">The member that it changes; null for a new one.</param>
/// <param name="Fields">Names of the columns that change.</param>
internal sealed record RosterChange(int Line, Guid? MemberId, DisplayName Name, IReadOnlyList<string> Fields)
{
    internal SaveMember.Input Now { get; init; } = null!;
}

/// <summary>The effects of importing a file into the roster, shown before anything is saved.</summary>
/// <param name="Changes">Rows that add or change a member.</param>
/// <param name="Same">The number of rows without changes.</param>
/// <param name="Problems">Rows that cannot be imported.</param>
/// <param name="Signature">Identifies exactly these changes: a confirmation is valid for them only.</param>
internal sealed record RosterPlan(IReadOnlyList<RosterChange> Changes, int Same, IReadOnlyList<FileProblem> Problems, string Signature)
{
    public IEnumerable<RosterChange> New => Changes.Where(c => c.MemberId is null);

    public IEnumerable<RosterChange> Changed => Changes.Where(c => c.MemberId is not null);

    /// <summary>
    /// Compares a file with the roster. A row without an id is matched with the member of exactly these names, if there is one.
    /// </summary>
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
