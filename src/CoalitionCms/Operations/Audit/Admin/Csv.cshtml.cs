using System.Globalization;
using System.Text;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Operations.Audit.Admin;

/// <summary>The log as a table for a spreadsheet, with the same filter as the page, sent as it is read.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
public sealed class CsvModel(AuditAdminQueries queries, TimeProvider clock) : PageModel
{
    /// <summary>Sends it.</summary>
    public async Task<IActionResult> OnGetAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return BadRequest();
        }

        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv\"";

        // With a byte-order mark: without it spreadsheet programs take the text for another encoding.
        await using var writer = new StreamWriter(Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 16_384, leaveOpen: true);
        await foreach (var row in queries.RowsAsync(filter, cancellationToken))
        {
            await writer.WriteAsync(row.AsMemory(), cancellationToken);
        }

        return new EmptyResult();
    }
}
