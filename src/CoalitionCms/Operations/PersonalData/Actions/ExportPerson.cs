using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.PersonalData.Actions;

/// <summary>
/// Exports everything stored about a person for that person: one JSON file, and tables for spreadsheets. The export is logged.
/// </summary>
internal sealed class ExportPerson(CmsDbContext db, PersonalDataQueries queries, AuditLog audit)
{
    private static readonly JsonSerializerOptions Readable = new(DomainJson.Options) { WriteIndented = true };

    public async Task<Result<byte[]>> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (await queries.OpenAsync(actor, id, cancellationToken) is not { } person)
        {
            return PersonalDataErrors.Nobody;
        }

        audit.Record(actor, AuditVerb.PersonExported, person.Member is null
            ? "account"
            : nameof(Features.Members.Member), person.Member?.MemberId
            ?? person.Id);
        await db.SaveChangesAsync(cancellationToken);
        using var packed = new MemoryStream();
        await using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            await AddAsync(zip, "data.json", JsonSerializer.SerializeToUtf8Bytes(person, Readable), cancellationToken);
            await AddTableAsync(zip, "events.csv", ["event", "day", "status", "roles", "hidden by staff"],
                person.Attendances.Select(
                    a => new[] { a.Event, Day(a.On), a.Status.ToString(), a.Roles.ToString(), Word(a.HiddenByStaff) }), cancellationToken);
            await AddTableAsync(zip, "consents.csv",
                ["event", "choice", "means", "given on", "given by", "until", "withdrawal", "recorded at"],
                person.Consents.Select(
                    c => new[] { c.Event, c.Terms.Choice.ToString(), c.Terms.Means.ToString(), Day(c.Terms.GivenOn), c.Terms.GivenBy,
                    Day(c.Terms.Until), Word(c.IsWithdrawal), Moment(c.RecordedAt) }), cancellationToken);
            await AddTableAsync(zip, "statements.csv", ["issued on", "events", "revoked"],
                person.Certificates.Select(
                    s => new[] { Day(s.IssuedOn), s.Events.ToString(CultureInfo.InvariantCulture), Word(s.RevokedAt is not null) }),
                    cancellationToken);
            await AddTableAsync(zip, "sessions.csv", ["browser", "system", "since", "last seen"],
                person.Sessions.Select(s => new[] { s.Browser, s.System, Moment(s.Since), Moment(s.LastSeenAt) }), cancellationToken);
            await AddTableAsync(zip, "texts.csv", ["kind", "language", "title", "id"],
                person.Written.Latest.Select(e => new[] { e.Kind.ToString(), e.Language, e.Title, e.EntryId.ToString("D") }),
                    cancellationToken);
        }

        return Result.Of(packed.ToArray());
    }

    private static Task AddTableAsync(
        ZipArchive zip, string name, string[] head, IEnumerable<string[]> rows, CancellationToken cancellationToken)
    {
        // With a byte-order mark, as in every table for a spreadsheet.
        var text = string.Concat(rows.Prepend(head).Select(r => Csv.Row(r)));
        return AddAsync(zip, name, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)], cancellationToken);
    }

    private static async Task AddAsync(ZipArchive zip, string name, byte[] content, CancellationToken cancellationToken)
    {
        await using var file = await zip.CreateEntry(name).OpenAsync(cancellationToken);
        await file.WriteAsync(content, cancellationToken);
    }

    private static string Day(DateOnly? on) => on?.ToString("O", CultureInfo.InvariantCulture) ?? "";

    private static string Moment(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Word(bool value) => value ? "yes" : "no";
}
