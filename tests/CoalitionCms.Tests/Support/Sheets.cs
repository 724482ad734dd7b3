using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CoalitionCms.Tests.Support;

/// <summary>Spreadsheet files for tests: a cell is text, or begins with <c>=</c> as a formula with its value behind a bar.</summary>
internal static class Sheets
{
    /// <summary>Style 1 shows a day, 2 a month, 3 a year.</summary>
    public static byte[] Of(string[][] rows, string[]? merged = null, int? hidden = null,
        params (string Cell, double Number, uint Style)[] numbers)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var part = book.AddNewPart<WorksheetPart>();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(
                new NumberingFormats(new NumberingFormat { NumberFormatId = 170, FormatCode = "yyyy\"年\"" }),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14 }, new CellFormat { NumberFormatId = 17 },
                    new CellFormat { NumberFormatId = 170 }));
            var data = new SheetData(rows.Select((cells, at) => new Row(cells.Select((text, column) => Cell(text, column, at + 1, numbers)))
            {
                RowIndex = (uint)at + 1,
                Hidden = hidden == at + 1 ? true : null,
            }));
            part.Worksheet = new Worksheet(data);
            if (merged is not null)
            {
                part.Worksheet.Append(new MergeCells(merged.Select(range => new MergeCell { Reference = range })));
            }

            book.Workbook = new Workbook(new DocumentFormat.OpenXml.Spreadsheet.Sheets(
                new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = "People" }));
        }

        return bytes.ToArray();
    }

    /// <summary>A sheet in which every row has one and the same text, and a number in this format.</summary>
    public static byte[] Repeating(string text, int rows, string format)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Of([]));
        using (var document = SpreadsheetDocument.Open(bytes, isEditable: true))
        {
            var book = document.WorkbookPart!;
            book.AddNewPart<SharedStringTablePart>().SharedStringTable = new SharedStringTable(new SharedStringItem(new Text(text)));
            var formats = book.WorkbookStylesPart!.Stylesheet!;
            formats.NumberingFormats!.Append(new NumberingFormat { NumberFormatId = 171, FormatCode = format });
            formats.CellFormats!.Append(new CellFormat { NumberFormatId = 171 });
            book.WorksheetParts.Single().Worksheet!.GetFirstChild<SheetData>()!.Append(Enumerable.Range(1, rows).Select(row => new Row(
                new Cell { DataType = CellValues.SharedString, CellValue = new CellValue("0") },
                new Cell { StyleIndex = 4, CellValue = new CellValue(1) })));
        }

        return bytes.ToArray();
    }

    private static Cell Cell(string text, int column, int row, (string Cell, double Number, uint Style)[] numbers)
    {
        var place = $"{(char)('A' + column)}{row}";
        if (numbers.FirstOrDefault(n => n.Cell == place) is { Cell: not null } number)
        {
            return new Cell { CellReference = place, StyleIndex = number.Style, CellValue = new CellValue(number.Number) };
        }

        return text is ['=', ..]
            ? new Cell
            {
                CellReference = place,
                DataType = CellValues.String,
                CellFormula = new CellFormula(text.Split('|')[0][1..]),
                CellValue = text.Contains('|', StringComparison.Ordinal) ? new CellValue(text.Split('|')[1]) : null,
            }
            : new Cell
            {
                CellReference = place,
                DataType = CellValues.InlineString,
                InlineString = new InlineString(new Text(text)),
            };
    }
}
