using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>The database on a PostgreSQL server, shared by several processes; owns the migrations in <c>migrations/PostgreSql</c>.</summary>
public sealed class PostgreSqlCmsDbContext(DbContextOptions<PostgreSqlCmsDbContext> options, PublicChanges changes) : CmsDbContext(options, changes)
{
    /// <summary>Channel on which processes tell each other which pages changed.</summary>
    public const string Channel = "cms_pages";

    /// <inheritdoc />
    protected override async Task TellOtherProcessesAsync(IReadOnlyCollection<string> tags, CancellationToken cancellationToken)
    {
        // A payload may hold 8,000 bytes; the server sends at commit, and only then.
        foreach (var part in tags.Chunk(100))
        {
            await Database.ExecuteSqlAsync($"SELECT pg_notify({Channel}, {string.Join('\n', part)})", cancellationToken);
        }
    }
}
