using System.Text;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Web;

/// <summary>Tables that staff import and export.</summary>
internal static class CsvFile
{
    /// <summary>Largest file that is read: tens of thousands of lines.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Returns rows as a file download. It has a byte-order mark: without it spreadsheet programs assume another encoding.
    /// </summary>
    public static FileContentResult Of(IEnumerable<string> rows, string name) =>
        new([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(string.Concat(rows))], "text/csv; charset=utf-8") { FileDownloadName = name };

    /// <summary>
    /// The text of a file that was sent, as CSV also where it is a spreadsheet file, and what to know about it; or an error that explains
    /// what to do.
    /// </summary>
    public static async Task<Result<(DecodedText Decoded, IReadOnlyList<TableNote> Notes)>> ReadAsync(IFormFile? file, string? encoding,
        CancellationToken cancellationToken)
    {
        if (file is not { Length: > 0 })
        {
            return new Error("Files.NothingChosen", "File");
        }

        if (file.Length > MaxBytes)
        {
            return new Error("Files.TooLarge", "File", MaxBytes / 1024 / 1024);
        }

        using var sent = new MemoryStream();
        await file.CopyToAsync(sent, cancellationToken);
        var bytes = sent.ToArray();
        if (Workbook.IsWorkbook(bytes))
        {
            var book = await Workbook.ReadAsync(bytes, cancellationToken);
            return book.IsDone ? Result.Of((new DecodedText(book.Value.Text, Workbook.Encoding), book.Value.Notes))
                : Result.Failed<(DecodedText, IReadOnlyList<TableNote>)>(book.Errors);
        }

        return Workbook.IsOldOrLocked(bytes) ? new Error("Files.OldWorkbook", "File")
            : TextDecoder.Decode(bytes, encoding) is { } text ? Result.Of<(DecodedText, IReadOnlyList<TableNote>)>((text, []))
            : new Error("Files.NotDecoded", "Encoding");
    }
}
