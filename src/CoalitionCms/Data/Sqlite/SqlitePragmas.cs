using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CoalitionCms.Data;

/// <summary>Sets the options on each SQLite connection that are not stored in the file.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    // Security: FULL survives a power failure, secure_delete overwrites deleted content, trusted_schema=OFF prevents a tampered file from
    // running functions.
    private const string Pragmas =
        "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000; "
        + "PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=1000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
