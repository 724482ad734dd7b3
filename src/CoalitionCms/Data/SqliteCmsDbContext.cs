using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>The database in a file; owns the migrations in <c>migrations/Sqlite</c>.</summary>
public sealed class SqliteCmsDbContext(DbContextOptions<SqliteCmsDbContext> options, PublicChanges changes) : CmsDbContext(options, changes);
