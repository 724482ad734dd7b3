using System.Globalization;
using System.Text;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Audit.Actions;
using CoalitionCms.Web;

namespace CoalitionCms.Operations.Audit;

internal static class AuditSetup
{
    private static readonly UTF8Encoding WithByteOrderMark = new(encoderShouldEmitUTF8Identifier: true);

    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<CommittedEntries>().AddScoped<AuditLog>().AddScoped<AuditAdminQueries>().AddScoped<AuditObjects>()
        .AddScoped<AuditVerification>().AddScoped<RowVerification>()
        .AddScoped<WriteCheckpoint>().AddScoped<PruneAudit>();

    /// <summary>Maps the log as a CSV table, with the filter of its page, streamed as it is read.</summary>
    public static void MapAudit(this IEndpointRouteBuilder endpoints) =>
        endpoints.OnAdmin(Permission.ManageAccounts).MapMethods(SiteUrls.AuditCsv, SurfaceEndpoints.Reading, SendCsvAsync);

    private static async Task SendCsvAsync(HttpContext context, AuditAdminQueries queries, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!AuditFilter.TryRead(context.Request.Query, out var filter))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition =
            $"attachment; filename=\"audit-{clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv\"";

        // With a byte-order mark: without it spreadsheet programs assume another encoding.
        await using var writer = new StreamWriter(context.Response.Body, WithByteOrderMark, bufferSize: 16_384, leaveOpen: true);
        await foreach (var row in queries.RowsAsync(filter, cancellationToken))
        {
            await writer.WriteAsync(row.AsMemory(), cancellationToken);
        }
    }
}
