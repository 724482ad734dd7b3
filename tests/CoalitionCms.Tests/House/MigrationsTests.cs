using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

public sealed class MigrationsTests
{
    [Fact]
    public void Nothing_is_pending_in_the_SQLite_set()
    {
        using var db = new SqliteDesignTime().CreateDbContext([]);
        db.Database.HasPendingModelChanges().ShouldBeFalse("Run migrations/add.sh, which adds to both sets.");
    }

    [Fact]
    public void Nothing_is_pending_in_the_PostgreSQL_set()
    {
        using var db = new PostgreSqlDesignTime().CreateDbContext([]);
        db.Database.HasPendingModelChanges().ShouldBeFalse("Run migrations/add.sh, which adds to both sets.");
    }

    [Fact]
    public void Both_sets_have_the_same_steps()
    {
        using var sqlite = new SqliteDesignTime().CreateDbContext([]);
        using var postgreSql = new PostgreSqlDesignTime().CreateDbContext([]);
        Names(sqlite).ShouldBe(Names(postgreSql));

        static IEnumerable<string> Names(CmsDbContext db) =>
            db.Database.GetMigrations().Select(m => m[(m.IndexOf('_', StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public async Task A_SQLite_file_is_safe_against_power_cuts_and_tampering()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite);

        (await PragmaAsync("journal_mode")).ShouldBe("wal");
        (await PragmaAsync("synchronous")).ShouldBe("2");
        (await PragmaAsync("foreign_keys")).ShouldBe("1");
        (await PragmaAsync("secure_delete")).ShouldBe("1");
        (await PragmaAsync("trusted_schema")).ShouldBe("0");

        Task<string> PragmaAsync(string name) => site.InDatabaseAsync(async db =>
        {
            await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA " + name;
            return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken),
                System.Globalization.CultureInfo.InvariantCulture) ?? "";
        });
    }
}
