using System.Globalization;
using System.Text;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;

namespace CoalitionCms.Features.MediaLibrary.Admin;

/// <summary>What becomes of an area of a picture.</summary>
internal enum AreaUse
{
    None,
    Cover,
    Blur,

    /// <summary>The picture is cropped to it.</summary>
    Keep,
}

/// <summary>An area as fields: percent of the width and height of the picture.</summary>
internal sealed class AreaForm
{
    private const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;

    public AreaUse Use { get; set; }
    public string? Left { get; set; }
    public string? Top { get; set; }
    public string? Width { get; set; }
    public string? Height { get; set; }

    /// <summary>Returns the area; null when nothing was filled in, or when errors were added.</summary>
    internal PictureArea? Read(int row, ICollection<Error> errors)
    {
        (string Name, string? Text)[] fields = [("Left", Left), ("Top", Top), ("Width", Width), ("Height", Height)];
        if (Array.TrueForAll(fields, f => CleanText.Line(f.Text).Length == 0))
        {
            return null;
        }

        if (Use == AreaUse.None)
        {
            // A face whose area was typed must not go on uncovered because the choice beside it was missed.
            errors.Add(new("Media.AreaUseMissing", FormattableString.Invariant($"Areas[{row}].Use")));
            return null;
        }

        var numbers = new List<int>();
        foreach (var (name, text) in fields)
        {
            var number = CleanText.Line(text).Normalize(NormalizationForm.FormKC).TrimEnd('%', ' ').Replace(',', '.');
            if (!decimal.TryParse(number, Style, CultureInfo.InvariantCulture, out var percent) || Math.Abs(percent) > 10_000)
            {
                errors.Add(new("Form.NotANumber", FormattableString.Invariant($"Areas[{row}].{name}")));
                continue;
            }

            numbers.Add((int)Math.Round(percent * PictureArea.Whole / 100));
        }

        if (numbers is not [var left, var top, var width, var height])
        {
            return null;
        }

        var area = new PictureArea(left, top, width, height);
        if (!area.IsInside)
        {
            errors.Add(MediaErrors.AreaOutside with { Field = FormattableString.Invariant($"Areas[{row}].Left") });
        }

        return area;
    }
}

/// <summary>Changes to a picture as form fields, which the page's script fills by drawing.</summary>
internal sealed class PictureForm
{
    /// <summary>Enough for a group; more are covered in a second pass.</summary>
    public const int Rows = 12;

    public List<AreaForm> Areas { get; set; } = [];

    /// <summary>Clockwise, in degrees.</summary>
    public int Turn { get; set; }

    public bool ShowsHiddenMembers { get; set; }

    internal void Complete()
    {
        Areas = [.. Areas.Take(Rows)];
        while (Areas.Count < Rows)
        {
            Areas.Add(new());
        }
    }

    internal PictureEdits Read(ICollection<Error> errors)
    {
        var areas = Areas.Select((a, row) => (a.Use, Area: a.Read(row, errors))).Where(a => a.Area is not null)
            .ToLookup(a => a.Use, a => a.Area!.Value);
        if (areas[AreaUse.Keep].Skip(1).Any())
        {
            errors.Add(new("Media.KeepOnce"));
        }

        return new(Turn, areas[AreaUse.Keep].Select(a => (PictureArea?)a).FirstOrDefault(), [.. areas[AreaUse.Cover]],
            [.. areas[AreaUse.Blur]]);
    }
}
