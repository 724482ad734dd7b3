using CoalitionCms.Features.Media;
using CoalitionCms.Features.MediaLibrary.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.MediaLibrary.Admin;

/// <summary>The description of a file as form fields: texts per language.</summary>
internal sealed class MediaForm
{
    public string? Name { get; set; }
    public Dictionary<string, string?> AltText { get; set; } = [];
    public Dictionary<string, string?> Caption { get; set; } = [];
    public string? Credit { get; set; }
    public string? Licence { get; set; }
    public int FocusX { get; set; }
    public int FocusY { get; set; }

    /// <summary>True when it shows members who do not want to be identified.</summary>
    public bool ShowsHiddenMembers { get; set; }

    internal static MediaForm Of(LibraryFile file) => new()
    {
        Name = file.Name,
        AltText = LocalFields.Of(file.AltText),
        Caption = LocalFields.Of(file.Caption),
        Credit = file.Credit,
        Licence = file.Licence,
        FocusX = file.FocusX,
        FocusY = file.FocusY,
        ShowsHiddenMembers = file.ShowsHiddenMembers,
    };

    internal DescribeMedia.Input ToInput(string sha256) => new(
        sha256, CleanText.Line(Name), LocalFields.Read(AltText), LocalFields.Read(Caption), CleanText.Line(Credit), CleanText.Line(Licence),
        FocusX, FocusY, ShowsHiddenMembers);

    internal void Complete()
    {
        LocalFields.Complete(AltText);
        LocalFields.Complete(Caption);
    }
}
