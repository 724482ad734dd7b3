using CoalitionCms.Domain;
using CoalitionCms.Features.Media;

namespace CoalitionCms.Features.People;

/// <summary>A status for display, always with its certainty and date.</summary>
internal sealed record StatusView(CaseStatus Status, Certainty Certainty, FuzzyDate AsOf)
{
    /// <summary>True if a letter may still help: no letters are written for people who are free.</summary>
    public bool WantsLetters => Status is not (CaseStatus.Released or CaseStatus.InExile);

    /// <summary>Returns the symbol next to the status, for people who cannot distinguish the colours.</summary>
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

    /// <summary>The order of lists: those who are held come first, those who are free last.</summary>
    public static int Gravity(CaseStatus status) => status switch
    {
        CaseStatus.Imprisoned => 0,
        CaseStatus.Detained => 1,
        CaseStatus.WhereaboutsUnknown => 2,
        CaseStatus.HouseArrest => 3,
        CaseStatus.DiedInCustody => 4,
        CaseStatus.InExile => 5,
        _ => 6,
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
/// <param name="Title">Title of the entry, used if no name is known.</param>
/// <param name="Name">Name in both scripts.</param>
/// <param name="Slug">Last segment of the URL.</param>
/// <param name="Language">Language of the entry that the card links to.</param>
/// <param name="Summary">One line, in that language.</param>
/// <param name="Held">Days held so far, for people who are held today.</param>
/// <param name="CountedOn">The day on which they were counted.</param>
/// <param name="Photo">Photo, or null.</param>
internal sealed record PersonCard(
    Guid ItemId, string Title, DisplayName Name, string Slug, string Language, string Summary, StatusView Status, DayCount? Held,
    DateOnly CountedOn, MediaView? Photo)
{
    public string Path => SiteUrls.Entry(EntryKind.Person, Domain.Language.Find(Language)!, Slug);
}

/// <summary>What stands for a person: the photo, or a tile with the first character of the name, on the colour of the status.</summary>
/// <param name="Size">Class of the size: <c>s</c>, <c>l</c>, or empty.</param>
/// <param name="Label">Text alternative; empty where a name stands beside it and says enough.</param>
/// <param name="Sizes">The display width, as in the <c>sizes</c> attribute.</param>
internal sealed record FaceView(StatusView Status, DisplayName Name, MediaView? Photo, string Size = "", string Label = "",
    string Sizes = "5.5rem", bool IsFirst = false)
{
    public static FaceView Of(PersonCard person, string size = "", string sizes = "5.5rem") =>
        new(person.Status, person.Name, person.Photo, size, Sizes: sizes);
}

/// <summary>Cards, with the heading level that the page needs.</summary>
/// <param name="IsFitted">True for a list that is complete: its cards share the whole width.</param>
internal sealed record PersonCards(IReadOnlyList<PersonCard> People, string Heading = "h2", bool IsFitted = false);

/// <summary>Counts with the day on which they were counted.</summary>
internal sealed record DayCountsView(IReadOnlyList<DayCount> Counts, DateOnly CountedOn);

internal sealed record PersonView
{
    public required Guid ItemId { get; init; }

    /// <summary>Path of the page if it is public; empty in a preview.</summary>
    public string Path { get; init; } = "";

    public required string Title { get; init; }
    public required DisplayName Name { get; init; }

    /// <summary>True if the title is the name in the page's language and differs from both scripts of <see cref="Name"/>.</summary>
    public required bool TitleIsAnotherName { get; init; }

    public required IReadOnlyList<PersonName> OtherNames { get; init; }
    public required StatusView Status { get; init; }
    public required IReadOnlyList<int> StatusSources { get; init; }

    /// <summary>The day of the last review of the whole case, or null.</summary>
    public required DateOnly? VerifiedOn { get; init; }

    /// <summary>Days held, prison first.</summary>
    public required IReadOnlyList<DayCount> Counts { get; init; }

    /// <summary>The day on which they were counted.</summary>
    public required DateOnly CountedOn { get; init; }

    public required string Summary { get; init; }

    /// <summary>Facts in the page's language if available.</summary>
    public required PersonFactsView Facts { get; init; }

    /// <summary>The timeline, or null if no date is known.</summary>
    public required TimelinePicture? Picture { get; init; }

    public required IReadOnlyList<CaseStep> Steps { get; init; }

    /// <summary>The distinct sources, in the order of their first use.</summary>
    public required IReadOnlyList<Source> Sources { get; init; }

    public required MediaView? Photo { get; init; }
    public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>Where letters go; null when it is not known or no letter is needed.</summary>
    public MailView? Mail { get; init; }

    public required SafeHtml Body { get; init; }
    public required PersonRelations Related { get; init; }
}

/// <summary>An envelope to the person, as the post of the country reads it, and what to know before writing.</summary>
/// <param name="To">The person's name in the script of the address.</param>
/// <param name="NameIsLast">True where the name stands under the address.</param>
internal sealed record MailView(LanguageText To, bool NameIsLast, IReadOnlyList<string> Lines, string Language, LanguageText? LettersIn,
    LanguageText? Avoid)
{
    public static MailView? Of(PrisonMail? mail, DisplayName name, Language reader)
    {
        if (mail is null)
        {
            return null;
        }

        var isEastAsian = mail.Language.Split('-') is ["zh" or "ko" or "ja", ..]
            && !mail.Language.EndsWith("-Latn", StringComparison.Ordinal);
        var isLatin = mail.Language.EndsWith("-Latn", StringComparison.Ordinal) || mail.Language is "en" or "vi";
        var to = (isLatin && name.Romanised.Length > 0) || name.Native.Length == 0
            ? new LanguageText(name.Romanised, name.RomanisedLanguage)
            : new LanguageText(name.Native + (isEastAsian ? mail.Language.StartsWith("ko", StringComparison.Ordinal) ? " 귀하" : " 收" : ""),
                name.NativeLanguage);
        return new(to, isEastAsian, mail.Address.Split('\n', StringSplitOptions.RemoveEmptyEntries), mail.Language,
            PersonComposer.Line(mail.LettersIn, reader), PersonComposer.Line(mail.Avoid, reader));
    }
}

/// <summary>A step of the case.</summary>
/// <param name="Number">Its position in the list; part of its anchor.</param>
/// <param name="Text">A sentence, or null if the kind is sufficient.</param>
/// <param name="SourceNumbers">The positions of its sources in the list of sources.</param>
internal sealed record CaseStep(int Number, FuzzyDate Date, CaseEventKind Kind, LanguageText? Text, IReadOnlyList<int> SourceNumbers);
