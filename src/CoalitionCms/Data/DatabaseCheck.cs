using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>Checks the integrity of the database, without changes.</summary>
internal sealed class DatabaseCheck(CmsDbContext db)
{
    /// <summary>
    /// Returns the damage, as reported by the database; null if there is none. Reads a whole file, so it is not for every request.
    /// </summary>
    public async Task<string?> DamageAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await AskAsync(DatabaseSetup.FileOf(db) is null ? "SELECT 'ok'" : "PRAGMA quick_check(1)", cancellationToken);
            return answer == "ok" ? null : answer;
        }
        catch (DbException problem)
        {
            return problem.Message;
        }
    }

    public async Task<string> VersionAsync(CancellationToken cancellationToken) => DatabaseSetup.FileOf(db) is null
        ? "PostgreSQL " + await AskAsync("SHOW server_version", cancellationToken)
        : "SQLite " + await AskAsync("SELECT sqlite_version()", cancellationToken);

    /// <summary>Returns the number of migrations in the program, and how many of them the database lacks.</summary>
    public async Task<(int Known, int Missing)> MigrationsAsync(CancellationToken cancellationToken) =>
        (db.Database.GetMigrations().Count(), (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count());

    private async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = question;
            return Convert.ToString(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) ?? "";
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
