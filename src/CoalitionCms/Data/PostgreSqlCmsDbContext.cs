using CoalitionCms.Caching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoalitionCms.Data;

/// <summary>The database on a PostgreSQL server, shared by several processes; owns
/// the migrations in <c>migrations/PostgreSql</c>.</summary>
public sealed class PostgreSqlCmsDbContext(DbContextOptions<PostgreSqlCmsDbContext> options, FieldKeys keys) : CmsDbContext(options, keys)
{
    public override async Task<bool> OverwriteRemovedAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        // The room of rows that are gone is given back at once, and their bytes go when it is
        // used again: writing the tables anew would keep everybody out.
        await VacuumAsync("VACUUM", tables, cancellationToken);
        return true;
    }

    public override Task PurgeFreedPagesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) =>

        // Rows as they were lie in a table's file until it is written anew.
        VacuumAsync("VACUUM (FULL)", tables, cancellationToken);

    private async Task VacuumAsync(string statement, IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        var sql = this.GetService<ISqlGenerationHelper>();
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            foreach (var table in tables)
            {
                await using var command = Database.GetDbConnection().CreateCommand();
                command.CommandText = $"{statement} {sql.DelimitIdentifier(table)}";
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    internal override async Task TellOtherProcessesAsync(SavedChanges changes, CancellationToken cancellationToken)
    {
        // A payload may hold 8,000 bytes; the server sends at commit, and only then. The number
        // of the newest entry lets a listener see that it missed one.
        var head = changes.Entries is [.., var last] ? last.Number : 0;
        foreach (var part in changes.Tags.Count == 0 ? [[]] : changes.Tags.Chunk(100))
        {
            var payload = PostgresInvalidationListener.Payload(head, part);
            await Database.ExecuteSqlAsync($"SELECT pg_notify({PostgresInvalidationListener.Channel}, {payload})", cancellationToken);
        }
    }
}
