using System.Data.Common;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoalitionCms.Operations.Audit;

internal enum RowFault
{
    /// <summary>A column is not what was saved.</summary>
    Changed,

    /// <summary>The log says that the row exists.</summary>
    Removed,

    /// <summary>The log knows nothing of the row, or that it was removed.</summary>
    Added,

    /// <summary>An encrypted value does not decrypt in this place. The key names the column.</summary>
    Undecipherable,
}

/// <param name="Key">Primary key of the row.</param>
internal sealed record WrongRow(string Table, string Key, RowFault Fault);

/// <param name="Rows">The number of rows that are what the log says.</param>
/// <param name="Values">The number of encrypted values that decrypt in their place.</param>
/// <param name="Wrong">The first row that is not what was saved, or null.</param>
internal sealed record RowReport(int Rows, int Values, WrongRow? Wrong);

/// <summary>
/// Compares each row of the tables that say what readers see, who is named, which addresses are true and which rules hold with the hash
/// that the log has of it, and decrypts every encrypted value in its place.
/// </summary>
internal sealed class RowVerification(CmsDbContext db, FieldEncryption encryption)
{
    private const int Attempts = 5;
    private const string UnreadableKey = "?";

    public async Task<RowReport> RunAsync(CancellationToken cancellationToken)
    {
        // Others may save between the reading of the log and of a table: a fault counts only if the next look finds the same.
        var report = await LookAsync(cancellationToken);
        for (var attempt = 1; report.Wrong is { } wrong && attempt < Attempts; attempt++)
        {
            report = await LookAsync(cancellationToken);
            if (report.Wrong == wrong)
            {
                break;
            }
        }

        if (report.Wrong is not null)
        {
            return report;
        }

        var sealing = await encryption.CheckAsync(cancellationToken);
        if (sealing.Broken is { } broken && broken.Split(", row ", 2) is [var table, var place])
        {
            return report with { Wrong = new(table, place, RowFault.Undecipherable) };
        }

        var foreign = await OfSignInAsync(cancellationToken);
        return foreign is not null && await OfSignInAsync(cancellationToken) == foreign
            ? report with { Wrong = foreign }
            : report with { Values = sealing.Values };
    }

    /// <summary>Returns the first second factor that is not one its account knows, or link or request that is not as it was made.</summary>
    private async Task<WrongRow?> OfSignInAsync(CancellationToken cancellationToken)
    {
        var apps = await db.Set<AuthenticatorApp>().AsNoTracking().ToListAsync(cancellationToken);
        var passkeys = await db.Set<IdentityUserPasskey<Guid>>().AsNoTracking().ToListAsync(cancellationToken);
        foreach (var account in await db.Set<Account>().AsNoTracking().ToListAsync(cancellationToken))
        {
            var wrong =
                Compare("AuthenticatorApps", FactorKind.App,
                    apps.Where(a => a.AccountId == account.Id).Select(a => AuthenticatorApp.FingerprintOf(a.SealedSecret)))
                ?? Compare("Passkeys", FactorKind.Passkey, passkeys.Where(p => p.UserId == account.Id).Select(PasskeyRows.FingerprintOf));
            if (wrong is not null)
            {
                return wrong;
            }

            WrongRow? Compare(string table, FactorKind kind, IEnumerable<string> found)
            {
                var rows = found.ToList();
                return rows.Exists(f => !account.Has(kind, f)) ? new(table, account.Id.ToString("D"), RowFault.Added)
                    : rows.Count < account.Count(kind) ? new(table, account.Id.ToString("D"), RowFault.Removed)
                    : null;
            }
        }

        var links = await db.Set<AccountLink>().AsNoTracking().ToListAsync(cancellationToken);
        var requests = await db.Set<AdminRequest>().AsNoTracking().ToListAsync(cancellationToken);
        return links.Find(l => !l.IsAsMade) is { } link ? new("AccountLinks", link.Id.ToString("D"), RowFault.Changed)
            : requests.Find(r => !r.IsAsMade) is { } request ? new("AdminRequests", request.Id.ToString("D"), RowFault.Changed)
            : null;
    }

    /// <summary>
    /// Returns the hashes of rows in the entries up to this number that no later entry replaces: the newest entry of a cut repeats them.
    /// </summary>
    internal async Task<SortedDictionary<string, SortedDictionary<string, string>>> OfPrunedAsync(
        long number, CancellationToken cancellationToken)
    {
        var kept = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var ((table, key), row) in await ToldAsync(cancellationToken))
        {
            if (row.Hash is not null && row.Number <= number)
            {
                if (!kept.TryGetValue(table, out var own))
                {
                    kept[table] = own = new(StringComparer.Ordinal);
                }

                own[key] = row.Hash;
            }
        }

        return kept;
    }

    private async Task<RowReport> LookAsync(CancellationToken cancellationToken)
    {
        var told = await ToldAsync(cancellationToken);
        var rows = 0;
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            foreach (var table in VerifiedTable.In(db.Model))
            {
                var seen = new HashSet<string>(StringComparer.Ordinal);
                await using var command = Command(table);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    var (key, hash) = Read(table, reader);
                    var known = told.GetValueOrDefault((table.Name, key)).Hash;
                    if (known is null || known != hash)
                    {
                        return new(rows, 0, new(table.Name, key, known is null ? RowFault.Added : RowFault.Changed));
                    }

                    seen.Add(key);
                    rows++;
                }

                if (told.FirstOrDefault(t => t.Key.Table == table.Name && t.Value.Hash is not null && !seen.Contains(t.Key.Key)).Key
                    is { Key: { } gone })
                {
                    return new(rows, 0, new(table.Name, gone, RowFault.Removed));
                }
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return new(rows, 0, null);
    }

    private async Task<Dictionary<(string Table, string Key), (string? Hash, long Number)>> ToldAsync(CancellationToken cancellationToken)
    {
        var told = new Dictionary<(string Table, string Key), (string? Hash, long Number)>();
        await foreach (var entry in db.AuditEntries.AsNoTracking().Where(e => e.Details.Contains("\"" + RowHashes.Name + "\":"))
            .OrderBy(e => e.Number).Select(e => new { e.Number, e.Verb, e.Details }).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            foreach (var (table, key, hash) in RowHashes.Read(entry.Details))
            {
                // A cut repeats what was known before it, and says nothing new.
                if (entry.Verb != AuditVerb.AuditPruned || !told.ContainsKey((table, key)))
                {
                    told[(table, key)] = (hash, entry.Number);
                }
            }
        }

        return told;
    }

    private DbCommand Command(VerifiedTable table)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => sql.DelimitIdentifier(c.Name)))} FROM "
            + sql.DelimitIdentifier(table.Name);
        return command;
    }

    private static (string Key, string? Hash) Read(VerifiedTable table, DbDataReader reader)
    {
        string? key = null;
        try
        {
            key = VerifiedTable.IdOf(table.KeyColumns.Select(Text));
            return (key, table.Hash(key, table.Columns.Select(Text).ToList()));
        }
        catch (Exception foreign) when (
            foreign is FormatException or InvalidCastException or OverflowException or InvalidOperationException
            or System.Text.EncoderFallbackException)
        {
            // A SQLite file accepts any type in any column: this value was not written by the program.
            return (key ?? UnreadableKey, null);
        }

        string? Text(VerifiedColumn column)
        {
            var at = column.Index;
            return reader.IsDBNull(at) ? null : column.OfStored(column.StoredType switch
            {
                var type when type == typeof(Guid) => reader.GetGuid(at),
                var type when type == typeof(bool) => reader.GetBoolean(at),
                var type when type == typeof(DateTime) => reader.GetDateTime(at),
                var type when type == typeof(DateOnly) => reader.GetFieldValue<DateOnly>(at),
                var type when type == typeof(byte[]) => reader.GetFieldValue<byte[]>(at),
                var type when type == typeof(string) => reader.GetString(at),
                _ => reader.GetInt64(at),
            });
        }
    }
}
