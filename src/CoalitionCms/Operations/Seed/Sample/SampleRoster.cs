using CoalitionCms.Features.Events;
using CoalitionCms.Features.Members;

namespace CoalitionCms.Operations.Seed.Sample;

/// <summary>Generated members who attend generated events: some named, some by an alias, some not named.</summary>
internal sealed class SampleRoster(SampleWords words, SplitMix64 random)
{
    private static readonly DateTime Founded = new(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<Guid> members = [];
    private readonly Dictionary<Guid, long> consents = [];

    /// <summary>Id of the first member: derived only from the seed, so that a second run with the same seed is detected.</summary>
    public Guid FirstId { get; } = random.NextId(Founded);

    public IEnumerable<Member> Members(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var name = words.NextName(random);
            var member = new Member(i == 0 ? FirstId : random.NextId(Founded));
            var alias = random.Chance(30) ? $"Sample {i + 1}" : "";
            member.Describe(name.Romanised, name.Native, name.NativeLanguage, alias, random.Pick<Standing>(), note: "",
                hiddenEverywhere: random.Chance(3));
            members.Add(member.Id);
            yield return member;
        }
    }

    /// <summary>Generates the attendees of an event, and their consents.</summary>
    public IEnumerable<object> At(Guid eventId, DateTime atUtc)
    {
        foreach (var (position, member) in random.PickSome(members, random.Between(3, 12)).Index())
        {
            var attendance = new Attendance(random.NextId(atUtc), eventId, member);
            attendance.Record(random.Pick<AttendanceStatus>(), AttendanceRoles.Member, position, hiddenByStaff: random.Chance(5));
            yield return attendance;
            if (random.Pick<NameChoice>() is var choice and not NameChoice.NotSaid)
            {
                var terms = new Consent(choice, ConsentMeans.InWriting, DateOnly.FromDateTime(atUtc), GivenBy: "", Until: null);
                var isForAll = consents.Count % 2 == 0 && !consents.ContainsKey(member);
                consents[member] = consents.GetValueOrDefault(member) + 1;
                yield return new GivenConsent(random.NextId(atUtc), member, consents[member], isForAll ? null : eventId, terms,
                    isWithdrawal: false, recordedBy: null, atUtc);
            }
        }
    }
}
