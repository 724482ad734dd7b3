using Microsoft.Data.Sqlite;
using Npgsql;

namespace CoalitionCms.Data;

internal enum DatabaseTroubleKind
{
    /// <summary>It does not answer, or refuses everything.</summary>
    Away,

    /// <summary>It answers, but something else holds what is needed.</summary>
    Busy,

    /// <summary>It can be read, but has no space to write.</summary>
    Full,
}

/// <summary>Tells exceptions that the database's surroundings cause from faults of the program.</summary>
internal static class DatabaseTrouble
{
    /// <summary>Returns the kind; null for every other exception.</summary>
    public static DatabaseTroubleKind? Of(Exception? problem) => problem switch
    {
        null => null,
        SqliteException { SqliteErrorCode: 13 } or PostgresException { SqlState: PostgresErrorCodes.DiskFull } => DatabaseTroubleKind.Full,
        SqliteException { SqliteErrorCode: 5 or 6 } => DatabaseTroubleKind.Busy,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.TooManyConnections } =>
            DatabaseTroubleKind.Busy,

        // Read-only, input/output, damaged, cannot be opened, no database.
        SqliteException { SqliteErrorCode: 8 or 10 or 11 or 14 or 26 } => DatabaseTroubleKind.Away,
        PostgresException
        {
            SqlState: ['0', '8', ..] or ['2', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or ['5', '8', ..]
            or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.ReadOnlySqlTransaction
        } => DatabaseTroubleKind.Away,
        PostgresException => null,
        NpgsqlException => DatabaseTroubleKind.Away,
        _ => Of(problem.InnerException),
    };
}
