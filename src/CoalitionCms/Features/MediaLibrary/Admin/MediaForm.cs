using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.MediaLibrary.Actions;
using CoalitionCms.Web;

namespace CoalitionCms.Features.MediaLibrary.Admin;

/// <summary>The description of a file as form fields: texts per language.</summary>
internal sealed class MediaForm
{
    public string? Name { get; set; }
    public Dictionary<string, string?> AltText { get; set; } = [];
    public Dictionary<string, string?> Caption { get; set; } = [];
    public string? Credit { get; set; }
    public string? Licence { get; set; }

    /// <summary>Where it comes from, for readers.</summary>
    public string? Source { get; set; }

    public PhotoLikeness Shows { get; set; }

    /// <summary>Who checked it, for staff.</summary>
    public string? CheckedBy { get; set; }

    public DateOnly? CheckedOn { get; set; }
    public List<CorrectionFields> Corrections { get; set; } = [];

    /// <summary>The third of the picture that must stay in sight: column and row, <c>00</c> to <c>22</c>.</summary>
    public string? Focus { get; set; }

    /// <summary>True when it shows members who do not want to be identified.</summary>
    public bool ShowsHiddenMembers { get; set; }

    internal static MediaForm Of(LibraryFile file, Language language) => new()
    {
        Name = file.Name,
        AltText = LocalFields.Of(file.AltText),
        Caption = LocalFields.Of(file.Caption),
        Credit = file.Credit,
        Licence = file.Licence,
        Source = file.Provenance.Source,
        Shows = file.Provenance.Shows,
        CheckedBy = file.Provenance.CheckedBy,
        CheckedOn = file.Provenance.CheckedOn,
        Corrections = CorrectionFields.Of(file.Provenance.Corrections, language.Code),
        Focus = $"{Third(file.FocusX)}{Third(file.FocusY)}",
        ShowsHiddenMembers = file.ShowsHiddenMembers,
    };

    internal DescribeMedia.Input ToInput(string sha256, Language language, ICollection<Error> errors) => new(
        sha256, CleanText.Line(Name), LocalFields.Read(AltText), LocalFields.Read(Caption), CleanText.Line(Credit), CleanText.Line(Licence),
        Percent(0), Percent(1), ShowsHiddenMembers)
    {
        Provenance = new(CleanText.Line(Source), Shows, CleanText.Line(CheckedBy), CheckedOn,
            CorrectionFields.Read(Corrections, language.Code, "Corrections", errors)),
    };

    internal void Complete()
    {
        LocalFields.Complete(AltText);
        LocalFields.Complete(Caption);
    }

    private static int Third(int percent) => percent < 34 ? 0 : percent > 66 ? 2 : 1;

    // Documents have no focal point, and a value that no radio has is the centre.
    private int Percent(int at) => Focus is { Length: 2 } && Focus[at] is '0' or '2' ? (Focus[at] - '0') * 50 : 50;
}
