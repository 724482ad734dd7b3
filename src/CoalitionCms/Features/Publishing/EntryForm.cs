namespace CoalitionCms.Features.Publishing;

/// <summary>The words of an entry in a form, and what the form was opened on.</summary>
public sealed class EntryForm
{
    /// <summary>Title.</summary>
    public string? Title { get; set; }

    /// <summary>Slug; made from the title when empty.</summary>
    public string? Slug { get; set; }

    /// <summary>Summary.</summary>
    public string? Summary { get; set; }

    /// <summary>Markdown.</summary>
    public string? Body { get; set; }

    /// <summary>Tags, with commas of any script between.</summary>
    public string? Tags { get; set; }

    /// <summary>Language code; chosen once, when an entry is new.</summary>
    public string? Language { get; set; }

    /// <summary>The thing that a new entry translates.</summary>
    public Guid? SubjectId { get; set; }

    /// <summary>Version of the entry that the form was opened on.</summary>
    public long Version { get; set; }

    /// <summary>Version of the facts that the form was opened on.</summary>
    public long FactsVersion { get; set; }

    /// <summary>A form with the words of an entry.</summary>
    public static EntryForm Of(OpenEntry open) => new()
    {
        Title = open.Text.Title,
        Slug = open.Text.Slug,
        Summary = open.Text.Summary,
        Body = open.Text.Body,
        Tags = string.Join(open.Language.IsHan ? "、" : ", ", open.Text.Tags),
        Language = open.Language.Code,
        SubjectId = open.SubjectId,
        Version = open.Version,
        FactsVersion = open.FactsVersion,
    };

    /// <summary>The words as typed.</summary>
    public EntryText ToText() => new(Title ?? "", Slug ?? "", Summary ?? "", Body ?? "", (Tags ?? "").Split([',', '，', '、', ';', '；', '\n', '،'], StringSplitOptions.RemoveEmptyEntries));
}
