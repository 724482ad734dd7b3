using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.People;

namespace CoalitionCms.Operations.Seed.Sample;

/// <summary>Generates facts. Items that an article or campaign refers to are generated before it.</summary>
internal sealed class SampleFacts(SampleWords words, SplitMix64 random)
{
    private static readonly string[] Zones = ["America/New_York", "Asia/Seoul", "Asia/Taipei", "Europe/Berlin", "Australia/Melbourne"];

    public List<Guid> People { get; } = [];
    public List<Guid> Campaigns { get; } = [];
    public List<Guid> Events { get; } = [];

    public ArticleFacts Article()
    {
        var byline = random.Pick<BylineKind>();
        var name = words.NextName(random);
        return new ArticleFacts(
            byline,
            byline == BylineKind.Coalition ? "" : name.Romanised,
            byline == BylineKind.OwnName ? name.Native : "",
            DatedOn: null,
            OneOf(Campaigns, percent: 20),
            OneOf(Events, percent: 10));
    }

    public PageFacts Page() => PageFacts.None with { MenuOrder = random.Between(1, 9) };

    public CampaignFacts Campaign(DateOnly on)
    {
        var state = random.Pick<CampaignState>();
        var isOver = state is CampaignState.Won or CampaignState.Closed;
        return new CampaignFacts(
            state, Near(on), isOver ? Near(on.AddDays(random.Between(400, 700))) : FuzzyDate.Unknown, LocalText.Empty,
            random.PickSome(People, random.Between(1, 4)))
        {
            PausedOn = state == CampaignState.Paused ? Near(on.AddDays(90)) : FuzzyDate.Unknown,
            Appeal = new()
            {
                Demands = [LocalText.Of("en", "Release the sample person.")],
                Addressees = [new(LocalText.Of("en", "The Director, Office of Examples"), [LocalText.Of("en", "1 Sample Road")],
                LocalText.Empty)]
            },
        };
    }

    public EventFacts Event(DateOnly on, Language language) => new(
        random.Pick<EventType>(),
        random.Chance(90) ? EventStatus.Confirmed : EventStatus.Cancelled,
        on,
        random.Chance(80) ? new TimeOnly(random.Between(9, 20), 30) : null,
        EndsOn: null,
        EndsAt: null,
        random.Pick(Zones),
        words.Local(language, w => random.Pick(w.Places), random),
        words.Local(language, w => random.Pick(w.Places), random),
        LocalText.Empty,
        LocalText.Empty,
        ShowsUnnamedCount: random.Chance(50));

    public PersonFacts Person(DateOnly on, Language language, DisplayName name)
    {
        var status = random.Pick<CaseStatus>();
        var isHeld = status is CaseStatus.Imprisoned or CaseStatus.Detained or CaseStatus.WhereaboutsUnknown or CaseStatus.HouseArrest;
        return new PersonFacts
        {
            Names = NamesOf(name),
            Status = status,
            Certainty = random.Pick<Certainty>(),
            StatusAsOf = FuzzyDate.On(on),
            Born = Near(on.AddYears(-random.Between(20, 70))),
            Died = status == CaseStatus.DiedInCustody ? Near(on) : FuzzyDate.Unknown,
            Occupation = words.Local(language, w => random.Pick(w.Occupations), random),
            Region = words.Local(language, w => random.Pick(w.Places), random),
            HeldAt = words.Local(language, w => random.Pick(w.Places), random),
            Charges =
            [
                new Charge(words.Local(language, w => w.Charge, random), words.In(language).Charge, language.Code, LocalText.Empty)
                {
                    History = [new(Near(on.AddDays(-900)), ChargeStepKind.Charged, LocalText.Empty, [Record(on)]),
                        new(Near(on.AddDays(-100)), ChargeStepKind.Convicted, LocalText.Empty, [])],
                },
            ],
            Health = random.Chance(20) ? new(LocalText.Of("en", "An invented note on health."), random.Chance(50)) : null,
            Sources = new() { Status = [Record(on)] },
            VerifiedOn = random.Chance(50) ? on.AddDays(random.Between(1, 900)) : null,
            Sentence = new Sentence(SentenceKind.Term, random.Between(1, 15), random.Between(0, 11), 0),
            Episodes = [.. Episodes(on, isHeld)],
            CaseEvents = [.. CaseEvents(on, language)],
        };
    }

    private static PersonName[] NamesOf(DisplayName name)
    {
        var romanised = new PersonName(name.Romanised, name.RomanisedLanguage, NameKind.Romanised, IsPrimary: true);
        return name.Native.Length == 0 ? [romanised]
            : [romanised, new PersonName(name.Native, name.NativeLanguage, NameKind.Native, IsPrimary: true)];
    }

    private IEnumerable<DetentionEpisode> Episodes(DateOnly on, bool isHeld)
    {
        var from = on.AddDays(-random.Between(1_500, 3_000));
        for (var left = random.Between(0, 2); left > 0; left--)
        {
            var until = from.AddDays(random.Between(20, 300));
            yield return new DetentionEpisode(random.Pick<Custody>(), FuzzyDate.On(from), FuzzyDate.On(until), Ended: true);
            from = until.AddDays(random.Between(10, 300));
        }

        yield return isHeld
            ? new DetentionEpisode(Custody.Prison, FuzzyDate.On(from), FuzzyDate.Unknown, Ended: false)
            : new DetentionEpisode(Custody.Prison, FuzzyDate.On(from), FuzzyDate.On(on), Ended: true);
    }

    private IEnumerable<CaseEvent> CaseEvents(DateOnly on, Language language)
    {
        CaseEventKind[] kinds = [
            CaseEventKind.Detained, CaseEventKind.Arrested, CaseEventKind.Tried, CaseEventKind.Sentenced, CaseEventKind.Transferred];
        var steps = random.PickSome(kinds, random.Between(2, 5));
        return steps.Select((kind, i) =>
            new CaseEvent(Near(on.AddDays(-200 * (steps.Count - i))), kind, words.Local(language, w => w.Step, random), [Record(on)]));
    }

    private static Source Record(DateOnly on) =>
        new("Invented record", "Example Press", "https://www.example.org/record", FuzzyDate.On(on), null);

    private Guid? OneOf(List<Guid> ids, int percent) => ids.Count > 0 && random.Chance(percent) ? random.Pick(ids) : null;

    /// <summary>Returns the day, or only as much of it as a source might give.</summary>
    private FuzzyDate Near(DateOnly day) => random.Below(4) switch
    {
        0 => FuzzyDate.Create(day.Year, null, null, about: random.Chance(50)),
        1 => FuzzyDate.Create(day.Year, day.Month, null, about: false),
        _ => FuzzyDate.On(day),
    };
}
