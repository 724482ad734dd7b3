using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CoalitionCms.Content.Docx;

/// <summary>The place of a paragraph in a list.</summary>
/// <param name="Number">Its number; null in a list with bullets.</param>
/// <param name="Label">What stands before it where Markdown has no such list, such as 第三条; then it is an ordinary paragraph.</param>
internal sealed record DocxNumber(int List, int Level, int? Number, string Label);

/// <summary>Counts the paragraphs of numbered lists, as the word processor does when it shows them.</summary>
internal sealed class DocxNumbering
{
    private const int MostLevels = 9;
    private const string Digits = "〇一二三四五六七八九";

    private readonly Dictionary<int, Level?[]> lists = [];
    private readonly Dictionary<(int List, int Level), int> counted = [];

    public DocxNumbering(Numbering? numbering)
    {
        var formats = (numbering?.Elements<AbstractNum>() ?? []).Where(a => a.AbstractNumberId?.Value is not null)
            .DistinctBy(a => a.AbstractNumberId!.Value).ToDictionary(a => a.AbstractNumberId!.Value);
        foreach (var list in numbering?.Elements<NumberingInstance>() ?? [])
        {
            if (list.NumberID?.Value is { } id && list.AbstractNumId?.Val?.Value is { } format
                && formats.TryGetValue(format, out var found))
            {
                var levels = new Level?[MostLevels];
                foreach (var level in found.Elements<Level>().Where(l => l.LevelIndex?.Value is >= 0 and < MostLevels))
                {
                    levels[level.LevelIndex!.Value] = level;
                }

                lists[id] = levels;
            }
        }
    }

    /// <summary>The place of the next paragraph with these properties; null when it is in no list.</summary>
    public DocxNumber? Next(NumberingProperties? properties)
    {
        var level = properties?.NumberingLevelReference?.Val?.Value ?? 0;
        if (properties?.NumberingId?.Val?.Value is not { } list || !lists.TryGetValue(list, out var levels)
            || level is < 0 or >= MostLevels || levels[level] is not { } own)
        {
            return null;
        }

        var format = own.NumberingFormat?.Val?.Value ?? NumberFormatValues.Decimal;
        if (format == NumberFormatValues.Bullet || format == NumberFormatValues.None)
        {
            return new(list, level, null, "");
        }

        var number = counted.TryGetValue((list, level), out var last) ? last + 1 : own.StartNumberingValue?.Val?.Value ?? 1;
        counted[(list, level)] = number = Math.Clamp(number, 0, 999_999);
        for (var deeper = level + 1; deeper < MostLevels; deeper++)
        {
            counted.Remove((list, deeper));
        }

        // 1. and 1) are lists in Markdown; 一、 and 第三条 are words of the text.
        var shape = own.LevelText?.Val?.Value ?? "";
        var place = FormattableString.Invariant($"%{level + 1}");
        var isChinese = IsChinese(format);
        var isPlain = !isChinese && shape.Replace(place, "", StringComparison.Ordinal).All(c => c is '.' or ')' or '(' or '、' or '）' or '（'
            or '．' or ' ' or '%' || char.IsAsciiDigit(c));
        return new(list, level, number, isPlain ? "" : Label(shape, list, levels));
    }

    private string Label(string shape, int list, Level?[] levels)
    {
        var label = new StringBuilder(shape.Length > 60 ? shape[..60] : shape);
        for (var level = 0; level < MostLevels; level++)
        {
            var number = counted.GetValueOrDefault((list, level), 1);
            var isChinese = IsChinese(levels[level]?.NumberingFormat?.Val?.Value ?? NumberFormatValues.Decimal);
            label.Replace(FormattableString.Invariant($"%{level + 1}"),
                isChinese ? Chinese(number) : number.ToString(CultureInfo.InvariantCulture));
        }

        return label[^1] < 128 ? label.Append(' ').ToString() : label.ToString();
    }

    private static bool IsChinese(NumberFormatValues format) =>
        format == NumberFormatValues.ChineseCounting || format == NumberFormatValues.ChineseCountingThousand
        || format == NumberFormatValues.TaiwaneseCounting || format == NumberFormatValues.TaiwaneseCountingThousand
        || format == NumberFormatValues.JapaneseCounting || format == NumberFormatValues.IdeographDigital;

    /// <summary>二十三; from a hundred on in figures.</summary>
    internal static string Chinese(int number) => number is < 0 or > 99 ? number.ToString(CultureInfo.InvariantCulture)
        : number < 10 ? Digits[number].ToString()
        : (number < 20 ? "" : Digits[number / 10].ToString()) + "十" + (number % 10 == 0 ? "" : Digits[number % 10].ToString());
}

/// <summary>Writes lists: paragraphs that a word processor knows only by their level become elements inside each other.</summary>
internal sealed class DocxLists(StringBuilder html)
{
    private readonly Stack<(int Level, string Tag, int List)> open = new();

    public void Add(DocxNumber number, string content)
    {
        var tag = number.Number is null ? "ul" : "ol";
        while (open.TryPeek(out var inner) && (inner.Level > number.Level
            || (inner.Level == number.Level && (inner.Tag != tag || inner.List != number.List))))
        {
            html.Append(CultureInfo.InvariantCulture, $"</li></{open.Pop().Tag}>");
        }

        if (open.TryPeek(out var same) && same.Level == number.Level)
        {
            html.Append("</li>");
        }
        else
        {
            open.Push((number.Level, tag, number.List));
            html.Append(CultureInfo.InvariantCulture, $"<{tag}{(number.Number is { } start ? $" start=\"{start}\"" : "")}>");
        }

        html.Append(CultureInfo.InvariantCulture, $"<li>{content}");
    }

    public void Close()
    {
        while (open.TryPop(out var list))
        {
            html.Append(CultureInfo.InvariantCulture, $"</li></{list.Tag}>");
        }
    }
}
