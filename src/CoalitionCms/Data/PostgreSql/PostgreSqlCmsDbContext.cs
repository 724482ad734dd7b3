using System.Globalization;
using System.Runtime.CompilerServices;
using CoalitionCms.Caching;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoalitionCms.Data;

/// <summary>
/// The database on a PostgreSQL server, shared by several processes; owns the migrations in <c>migrations/PostgreSql</c>.
/// </summary>
internal sealed class PostgreSqlCmsDbContext(DbContextOptions<PostgreSqlCmsDbContext> options, FieldKeys keys) : CmsDbContext(options, keys)
{
    internal override bool SearchesByKeys => true;

    internal override IQueryable<long> Search(SearchQuery query, SearchField field, int most)
    {
        // Names and titles have an index of their own: a character of a name may stand in every second text.
        var (isAnywhere, names) = (field == SearchField.Anywhere, "\"Names\" || ' ' || \"Title\"");
        var keys = string.Join(' ', query.Phrases.SelectMany(p => isAnywhere ? SearchText.Keys(p) : p).Distinct(StringComparer.Ordinal));
        var columns = string.Join($" || ' {SearchText.Boundary} ' || ", field switch
        {
            SearchField.Names => ["\"Names\""],
            SearchField.Title => ["\"Names\"", "\"Title\""],
            _ => (string[])["\"Names\"", "\"Title\"", "\"Text\""],
        });

        // The index has no positions, so the texts of the documents with all keys are compared, newest first, until there are enough. A
        // phrase that is one key needs no comparison.
        var compared = query.Phrases.Where(p => !isAnywhere || !SearchText.IsKey(p)).ToList();
        var contains = string.Join(" AND ", compared.Index().Select(p =>
            string.Create(CultureInfo.InvariantCulture, $"strpos(' ' || {columns} || ' ', {{{p.Index + 2}}}) > 0")));

        // OFFSET 0 keeps the server from walking through all documents in the order of the result, which it takes for cheaper than it is.
        return Database.SqlQuery<long>(FormattableStringFactory.Create(
            "SELECT c.\"Id\" AS \"Value\" FROM (SELECT \"Id\" FROM \"SearchDocuments\" WHERE "
            + $"\"SearchKeys\"({(isAnywhere ? "\"Keys\"" : names)}) "
            + "@> string_to_array({0}, ' ') ORDER BY \"Id\" DESC OFFSET 0) AS c "
            + (compared.Count == 0 ? ""
                : $"WHERE (SELECT {contains} FROM \"SearchDocuments\" AS d WHERE d.\"Id\" = c.\"Id\") ")
            + "ORDER BY c.\"Id\" DESC LIMIT {1}",
            [keys, most, .. compared.Select(p => $" {string.Join(' ', p)} ")]));
    }

    // Reading the keys of a document is expensive, but the planner takes every built-in function for cheap, and would read them for each
    // document where it expects many matches. A function can be declared with its cost.
    internal override Task PrepareSearchAsync(CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"""
        DO $do$
        BEGIN
            IF to_regproc('"SearchKeys"') IS NULL THEN
                CREATE FUNCTION "SearchKeys"(keys text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000
                    AS $body$ BEGIN RETURN string_to_array(keys, ' '); END $body$;
            END IF;
        END
        $do$;
        CREATE INDEX IF NOT EXISTS "IX_SearchDocuments_Keys" ON "SearchDocuments" USING gin ("SearchKeys"("Keys"));
        CREATE INDEX IF NOT EXISTS "IX_SearchDocuments_NamesAndTitle" ON "SearchDocuments"
            USING gin ("SearchKeys"("Names" || ' ' || "Title"));
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
