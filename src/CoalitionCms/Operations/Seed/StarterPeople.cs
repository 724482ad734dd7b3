using CoalitionCms.Domain;
using CoalitionCms.Features.People;

namespace CoalitionCms.Operations.Seed;

/// <summary>The facts of the two people of the Coalition's first campaign.</summary>
internal sealed class StarterPeople(StarterFacts facts)
{
    private readonly IReadOnlyList<StoredCaseEvent> caseEvents = StarterFile.ReadJson<IReadOnlyList<StoredCaseEvent>>("case-events.json");

    public PersonFacts LiuXiaobo() => new()
    {
        Names = Names("Liu Xiaobo", "刘晓波", "劉曉波"),
        Status = CaseStatus.DiedInCustody,
        Certainty = Certainty.Known,
        StatusAsOf = Day("2017-07-13"),
        Born = Day("1955-12-28"),
        Died = Day("2017-07-13"),
        Occupation = facts["liuOccupation"],
        Region = facts["liuRegion"],
        HeldAt = facts["liuPlaceHeld"],
        HeldAtOriginal = new("辽宁省锦州监狱", "zh-Hans"),
        HeldIn = facts["liuHeldIn"],
        Charges =
        [
            new Charge(facts["liuCharge"], "煽动颠覆国家政权罪", "zh-Hans", facts["liuChargeLaw"])
            {
                History =
                [
                    new(Day("2009-12-25"), ChargeStepKind.Convicted, facts["liuConvicted"], SourcesOf("liu-xiaobo", "2009-12-25")),
                    new(Day("2010-02-11"), ChargeStepKind.Upheld, LocalText.Empty, SourcesOf("liu-xiaobo", "2010-02-11")),
                ],
                Sources = SourcesOf("liu-xiaobo", "2009-06-23"),
            },
        ],
        Sentence = new Sentence(SentenceKind.Term, 11, 0, 0),
        Episodes = [Episode(Custody.Prison, "2008-12-08", "2017-07-13") with { Sources = SourcesOf("liu-xiaobo", "2008-12-08") }],
        Sources = new()
        {
            Status = SourcesOf("liu-xiaobo", "2017-07-13"),
            Died = SourcesOf("liu-xiaobo", "2017-07-13"),
            Sentence = SourcesOf("liu-xiaobo", "2009-12-25")
        },
        CaseEvents = EventsOf("liu-xiaobo"),
    };

    public PersonFacts ChenGuangcheng() => new()
    {
        Names = Names("Chen Guangcheng", "陈光诚", "陳光誠"),
        Status = CaseStatus.InExile,
        Certainty = Certainty.Known,
        StatusAsOf = Day("2012-05-19"),
        Born = Day("1971-11-12"),
        Occupation = facts["chenOccupation"],
        Region = facts["chenRegion"],
        HeldAt = facts["chenPlaceHeld"],
        HeldAtOriginal = new("山东省临沂监狱", "zh-Hans"),
        HeldIn = facts["chenHeldIn"],
        Charges =
        [
            new Charge(facts["chenCharge"], "故意毁坏财物罪、聚众扰乱交通秩序罪", "zh-Hans", LocalText.Empty)
            {
                History = [new(Day("2006-08-24"), ChargeStepKind.Convicted, facts["chenConvicted"],
                    SourcesOf("chen-guangcheng", "2006-08-24"))],
                Sources = SourcesOf("chen-guangcheng", "2006-08-24"),
            },
        ],
        Sentence = new Sentence(SentenceKind.Term, 4, 3, 0),
        ActualRelease = Day("2010-09-09"),
        Sources = new() { Status = SourcesOf("chen-guangcheng", "2012-05-19"), Sentence = SourcesOf("chen-guangcheng", "2006-08-24") },
        Episodes =
        [
            Episode(Custody.HouseArrest, "2005-09", "2006-03"),
            Episode(Custody.Prison, "2006-03", "2010-09-09"),
            Episode(Custody.HouseArrest, "2010-09-09", "2012-04-22~"),
        ],
        CaseEvents = EventsOf("chen-guangcheng"),
    };

    private static PersonName[] Names(string romanised, string simplified, string traditional) =>
    [
        new(romanised, "zh-Latn", NameKind.Romanised, IsPrimary: true),
        new(simplified, "zh-Hans", NameKind.Native, IsPrimary: true),
        new(traditional, "zh-Hant", NameKind.Native, IsPrimary: false),
    ];

    private static DetentionEpisode Episode(Custody custody, string from, string until) => new(custody, Day(from), Day(until), Ended: true);

    private static FuzzyDate Day(string date) =>
        FuzzyDate.TryParse(date, out var read, out var error) ? read : throw new FormatException($"{date}: {error}");

    /// <summary>Returns the sources of the case event on a day.</summary>
    private Source[] SourcesOf(string person, string day) =>
        [.. caseEvents.First(e => e.Person == person && e.Date.Edtf == day).Sources.Select(s => s.ToSource())];

    private CaseEvent[] EventsOf(string person) =>
        [.. caseEvents.Where(e => e.Person == person)
            .Select(e => new CaseEvent(e.Date, e.Kind, e.Text, [.. e.Sources.Select(s => s.ToSource())]))];

    private sealed record StoredCaseEvent(
        string Person, FuzzyDate Date, CaseEventKind Kind, LocalText Text, IReadOnlyList<StoredSource> Sources);

    /// <summary>A source in the file; unknown values are null.</summary>
    private sealed record StoredSource(string Title, string Publisher, string? Url, FuzzyDate? Date, DateOnly? Retrieved)
    {
        public Source ToSource() => new(Title, Publisher, Url ?? "", Date ?? FuzzyDate.Unknown, Retrieved);
    }
}
