using CoalitionCms.Features.Media;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>A status as it may be shown: never without how sure it is and of when.</summary>
public sealed record StatusView(CaseStatus Status, Certainty Certainty, FuzzyDate AsOf)
{
    /// <summary>True where a letter may still move something: who is free is not written for.</summary>
    public bool WantsLetters => Status is not (CaseStatus.Released or CaseStatus.InExile);

    /// <summary>The sign beside the word, for those who do not see colours.</summary>
    public static string Glyph(CaseStatus status) => status switch
    {
        CaseStatus.Imprisoned => "■",
        CaseStatus.Detained => "▲",
        CaseStatus.WhereaboutsUnknown => "?",
        CaseStatus.HouseArrest => "◐",
        CaseStatus.Released => "○",
        CaseStatus.InExile => "↗",
        _ => "†",
    };

    public static string Tone(CaseStatus status) => status switch
    {
        CaseStatus.Imprisoned or CaseStatus.Detained => "danger",
        CaseStatus.WhereaboutsUnknown or CaseStatus.HouseArrest => "warn",
        CaseStatus.Released => "ok",
        CaseStatus.InExile => "info",
        _ => "none",
    };

    public static string Key(CaseStatus status, Certainty certainty = Certainty.Known) =>
        $"CaseStatus.{status}{(certainty == Certainty.Believed ? ".Believed" : "")}";
}

/// <summary>A person in a list.</summary>
/// <param name="Title">Title of the entry, for where no name is known.</param>
/// <param name="Name">Name in both scripts.</param>
/// <param name="Slug">Last part of the address.</param>
/// <param name="Language">Language of the entry that the card leads to.</param>
/// <param name="Summary">One line, in that language.</param>
/// <param name="Held">Days held so far, for those who are held today.</param>
/// <param name="CountedOn">The day of that count.</param>
/// <param name="Photo">Photo, or null.</param>
public sealed record PersonCard(
    Guid ItemId, string Title, DisplayName Name, string Slug, string Language, string Summary, StatusView Status, DayCount? Held,
    DateOnly CountedOn, MediaView? Photo)
{
    public string Path => SiteUrls.Entry(EntryKind.Person, Domain.Language.Find(Language)!, Slug);
}

/// <summary>Cards under a heading of the level that the page needs.</summary>
public sealed record PersonCards(IReadOnlyList<PersonCard> People, string Heading = "h2");

public sealed record PersonView
{
    public required Guid ItemId { get; init; }

    /// <summary>Address of the page, where it is public; empty in a preview.</summary>
    public string Path { get; init; } = "";

    public required string Title { get; init; }
    public required DisplayName Name { get; init; }

    /// <summary>True where the title says the name in the page's language and neither script of <see cref="Name"/> does.</summary>
    public required bool TitleIsAnotherName { get; init; }

    public required IReadOnlyList<PersonName> OtherNames { get; init; }
    public required StatusView Status { get; init; }
    public required IReadOnlyList<int> StatusSources { get; init; }

    /// <summary>The day of the last look through the whole case, or null.</summary>
    public required DateOnly? VerifiedOn { get; init; }

    /// <summary>Days held, prison first.</summary>
    public required IReadOnlyList<DayCount> Counts { get; init; }

    /// <summary>The day of the counts.</summary>
    public required DateOnly CountedOn { get; init; }

    public required string Summary { get; init; }

    /// <summary>Facts in the page's language where there are words in it.</summary>
    public required PersonFactsView Facts { get; init; }

    /// <summary>The picture of time, or null where no date is known.</summary>
    public required TimelinePicture? Picture { get; init; }

    public required IReadOnlyList<CaseStep> Steps { get; init; }

    /// <summary>Sources, in the order in which the page names them; each once.</summary>
    public required IReadOnlyList<Source> Sources { get; init; }

    public required MediaView? Photo { get; init; }
    public required SafeHtml Body { get; init; }
    public required PersonRelations Related { get; init; }
}

/// <summary>A step of the case.</summary>
/// <param name="Number">Its place in the list; part of its anchor.</param>
/// <param name="Text">A sentence, or null where the kind says it all.</param>
/// <param name="SourceNumbers">Its sources' places in the list of sources.</param>
public sealed record CaseStep(int Number, FuzzyDate Date, CaseEventKind Kind, LanguageText? Text, IReadOnlyList<int> SourceNumbers);
