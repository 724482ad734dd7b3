using System.Data.Common;
using CoalitionCms.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CoalitionCms.Tests.Support;

/// <summary>Stands between the program and its database, and does what a test says at a moment that no clock could hit.</summary>
public sealed class DatabaseHook : DbTransactionInterceptor, IDbCommandInterceptor
{
    /// <summary>Before each transaction.</summary>
    public Func<Task>? BeforeTransaction { get; set; }

    /// <summary>Before each commit; what it throws, the commit fails with.</summary>
    public Func<Task>? BeforeCommit { get; set; }

    /// <summary>After each commit.</summary>
    public Func<Task>? AfterCommit { get; set; }

    /// <summary>Before each question.</summary>
    public Func<DbCommand, CancellationToken, Task>? BeforeReading { get; set; }

    /// <summary>Before each statement that changes something.</summary>
    public Func<DbCommand, CancellationToken, Task>? BeforeWriting { get; set; }

    /// <summary>Puts itself in place.</summary>
    public void AddTo(WebApplicationBuilder builder)
    {
        builder.Services.ConfigureDbContext<SqliteCmsDbContext>(options => options.AddInterceptors(this));
        builder.Services.ConfigureDbContext<PostgreSqlCmsDbContext>(options => options.AddInterceptors(this));
    }

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(DbConnection connection,
        TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        await (BeforeTransaction?.Invoke() ?? Task.CompletedTask);
        return result;
    }

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        await (BeforeCommit?.Invoke() ?? Task.CompletedTask);
        return result;
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData,
        CancellationToken cancellationToken = default) =>
        AfterCommit?.Invoke() ?? Task.CompletedTask;

    async ValueTask<InterceptionResult<DbDataReader>> IDbCommandInterceptor.ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken)
    {
        await (BeforeReading?.Invoke(command, cancellationToken) ?? Task.CompletedTask);
        await WriteAsync(command, cancellationToken);
        return result;
    }

    async ValueTask<InterceptionResult<int>> IDbCommandInterceptor.NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken)
    {
        await WriteAsync(command, cancellationToken);
        return result;
    }

    private Task WriteAsync(DbCommand command, CancellationToken cancellationToken) =>
        new[] { "INSERT", "UPDATE", "DELETE" }.Any(verb => command.CommandText.Contains(verb + " ", StringComparison.Ordinal))
            ? BeforeWriting?.Invoke(command, cancellationToken) ?? Task.CompletedTask : Task.CompletedTask;
}
