using System.Collections.Concurrent;
using System.Data.Common;
using CoalitionCms.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CoalitionCms.Tests.Support;

/// <summary>
/// Notes every SQL statement that is run for a request; what runs by the clock is not counted, nor, unless all is wanted, a command.
/// </summary>
internal sealed class StatementCounter(bool countsAll = false) : DbCommandInterceptor
{
    private readonly HttpContextAccessor requests = new();

    /// <summary>The statements since the last <see cref="ConcurrentQueue{T}.Clear"/>.</summary>
    public ConcurrentQueue<string> Statements { get; } = [];

    public void Watch(WebApplicationBuilder builder)
    {
        builder.Services.ConfigureDbContext<SqliteCmsDbContext>(options => options.AddInterceptors(this));
        builder.Services.ConfigureDbContext<PostgreSqlCmsDbContext>(options => options.AddInterceptors(this));
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData,
        InterceptionResult<DbDataReader> result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Note(command);
        return new(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return new(result);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return new(result);
    }

    private void Note(DbCommand command)
    {
        if (countsAll || requests.HttpContext is not null)
        {
            Statements.Enqueue(command.CommandText);
        }
    }
}
