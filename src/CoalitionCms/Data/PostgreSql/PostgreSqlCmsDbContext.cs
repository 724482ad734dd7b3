using CoalitionCms.Caching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoalitionCms.Data;

/// <summary>
/// The database on a PostgreSQL server, shared by several processes; owns the migrations in <c>migrations/PostgreSql</c>.
/// </summary>
internal sealed class PostgreSqlCmsDbContext(DbContextOptions<PostgreSqlCmsDbContext> options, FieldKeys keys) : CmsDbContext(options, keys)
{
    // OFFSET 0 keeps the server from walking through all documents in the order of the result, which it takes for cheaper than it is.
    private protected override string SearchSql(string condition) =>
        "SELECT c.\"Id\" AS \"Value\" FROM (SELECT \"Id\" FROM \"SearchDocuments\" WHERE "
        + "\"SearchKeys\"(\"Keys\") @> string_to_array({0}, ' ') OFFSET 0) AS c "
        + condition + " ORDER BY c.\"Id\" DESC LIMIT {1}";

    private protected override string KeysExpression(IReadOnlyCollection<string> keys) => string.Join(' ', keys);

    private protected override string PositionFunction => "strpos";

    // Reading the keys of a document is expensive, but the planner takes every built-in function for cheap, and would read them for each
    // document where it expects many matches. A function can be declared with its cost. Texts and keys are stored beside the table, so that
    // all documents with a common word are few pages.
    internal override Task PrepareSearchAsync(CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"""
        DO $do$
        BEGIN
            IF to_regproc('"SearchKeys"') IS NULL THEN
                ALTER TABLE "SearchDocuments" SET (toast_tuple_target = 128);
                CREATE FUNCTION "SearchKeys"(keys text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000
                    AS $body$ BEGIN RETURN string_to_array(keys, ' '); END $body$;
            END IF;
        END
        $do$;
        CREATE INDEX IF NOT EXISTS "IX_SearchDocuments_Keys" ON "SearchDocuments" USING gin ("SearchKeys"("Keys"));
        """, cancellationToken);

    public override async Task<bool> OverwriteRemovedAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        // The space of deleted rows is released immediately, and its bytes are overwritten when it is reused: rewriting the tables would
        // block all other access.
        await VacuumAsync("VACUUM", tables, cancellationToken);
        return true;
    }

    public override Task PurgeFreedPagesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) =>

        // Old versions of rows remain in a table's file until it is rewritten.
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
        // A payload may have 8,000 bytes; the server sends it only at commit. By the number of the newest entry, a listener detects that it
        // missed one.
        var head = changes.Entries is [.., var last] ? last.Number : 0;
        foreach (var part in changes.Tags.Count == 0 ? [[]] : changes.Tags.Chunk(100))
        {
            var payload = PostgresInvalidationListener.Payload(head, part);
            await Database.ExecuteSqlAsync($"SELECT pg_notify({PostgresInvalidationListener.Channel}, {payload})", cancellationToken);
        }
    }
}
