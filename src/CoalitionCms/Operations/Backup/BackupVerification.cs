using System.Data.Common;
using System.Globalization;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Audit;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Backup;

/// <summary>The result of checking the database of a backup.</summary>
/// <param name="Damage">Damage reported by the database itself, or null.</param>
/// <param name="Rows">The comparison of rows with the log.</param>
/// <param name="WithoutFile">The number of photos and files in the database that the backup lacks.</param>
internal sealed record BackupReport(
    string? Damage, AuditReport Audit, ContentReport Content, RowReport Rows, int WithoutFile, IReadOnlyList<string> Migrations)
{
    /// <summary>A description of the first problem; null if there is none.</summary>
    public string? Fault =>
        Damage is not null ? $"the database reports damage: {Damage}"
        : Audit.Break is { } broken
        ? string.Create(CultureInfo.InvariantCulture, $"its audit log does not hold at line {broken.Number} ({broken.Reason})")
        : Content.Wrong is { } wrong ? $"the public text {wrong.Path} is not what was published ({wrong.Fault})"
        : Rows.Wrong is { Fault: RowFault.Undecipherable } closed ? $"a sealed value does not open: {closed.Table}, {closed.Key}"
        : Rows.Wrong is { } row ? $"table {row.Table}, row {row.Key}, is not what its log says ({row.Fault})"
        : null;
}

/// <summary>
/// Restores the database of a backup at a temporary location, and checks all of it. The scope's context then uses that database.
/// </summary>
internal sealed class BackupVerification(
    CmsDbContext db, DatabaseCopy copy, DatabaseCheck check, AuditVerification audit, ContentVerification content, RowVerification rows)
{
    /// <summary>
    /// Opens the database in a folder, and checks it. <paramref name="media"/> has the hashes of the files in the backup.
    /// </summary>
    /// <exception cref="SetupException">The file is no database, or not the one that the manifest describes.</exception>
    public async Task<BackupReport> RunAsync(
        string folder, BackupManifest facts, IReadOnlySet<string> media, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> missing;
        try
        {
            missing = await copy.OpenAsync(folder, facts.Migration, cancellationToken);
            await RequireHeadAsync(facts, cancellationToken);
        }
        catch (DbException foreign)
        {
            throw new SetupException(
                "The database in the backup does not open. Nothing was changed.", "Take another backup.", foreign);
        }

        var damage = await check.DamageAsync(cancellationToken);
        var chain = await audit.RunAsync(noted: null, progress: null, cancellationToken);
        var texts = await content.RunAsync(progress: null, cancellationToken);
        var report = await rows.RunAsync(cancellationToken);
        var known = await db.Set<MediaFile>().AsNoTracking().Select(m => m.Sha256).ToListAsync(cancellationToken);
        return new(damage, chain, texts, report, known.Count(hash => !media.Contains(hash)), missing);
    }

    // Security: someone who can put another database into the file can also empty its log.
    private async Task RequireHeadAsync(BackupManifest facts, CancellationToken cancellationToken)
    {
        var head = await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (head is null || !ChainHead.TryParse(facts.Head, out var told) || told != new ChainHead(head.Number, head.Hash))
        {
            throw new SetupException(
                $"The backup says that its log ends with {CleanText.Line(facts.Head)}, but the log of its database does not. Nothing was "
                + "changed.",
                "Take another backup.");
        }
    }
}
