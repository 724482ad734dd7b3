using CoalitionCms.Features.Media;
using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Content;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Backup;

/// <summary>The result of checking the database of a backup.</summary>
/// <param name="Damage">Damage reported by the database itself, or null.</param>
/// <param name="Closed">The first encrypted value that cannot be decrypted, or null.</param>
/// <param name="WithoutFile">The number of photos and files in the database that the backup lacks.</param>
internal sealed record BackupReport(
    string? Damage, AuditReport Audit, ContentReport Content, string? Closed, int WithoutFile, IReadOnlyList<string> Migrations)
{
    /// <summary>A description of the first problem; null if there is none.</summary>
    public string? Fault =>
        Damage is not null ? $"the database reports damage: {Damage}"
        : Audit.Break is { } broken
        ? string.Create(CultureInfo.InvariantCulture, $"its audit log does not hold at line {broken.Number} ({broken.Reason})")
        : Content.Wrong is { } wrong ? $"the public text {wrong.Path} is not what was published ({wrong.Fault})"
        : Closed is not null ? $"a sealed value does not open: {Closed}"
        : null;
}

/// <summary>
/// Restores the database of a backup at a temporary location, and checks all of it. The scope's context then uses that database.
/// </summary>
internal sealed class BackupVerification(
    CmsDbContext db, DatabaseCopy copy, DatabaseCheck check, AuditVerification audit, ContentVerification content, FieldEncryption sealing)
{
    /// <summary>
    /// Opens the database in a folder, and checks it. <paramref name="media"/> has the hashes of the files in the backup.
    /// </summary>
    public async Task<BackupReport> RunAsync(
        string folder, string migration, IReadOnlySet<string> media, CancellationToken cancellationToken)
    {
        var missing = await copy.OpenAsync(folder, migration, cancellationToken);
        var damage = await check.DamageAsync(cancellationToken);
        var chain = await audit.RunAsync(noted: null, progress: null, cancellationToken);
        var texts = await content.RunAsync(progress: null, cancellationToken);
        var state = await sealing.CheckAsync(cancellationToken);
        var known = await db.Set<MediaFile>().AsNoTracking().Select(m => m.Sha256).ToListAsync(cancellationToken);
        return new(damage, chain, texts, state.Broken, known.Count(hash => !media.Contains(hash)), missing);
    }
}
