using System.Runtime.CompilerServices;
using CoalitionCms.Domain;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace CoalitionCms.Tests.Support;

/// <summary>
/// Runs a test, which takes a <see cref="DatabaseKind"/> first, on every database; more arguments follow as in an inline theory.
/// Without a PostgreSQL server the PostgreSQL case is shown as skipped, never as passed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(TheoryDiscoverer))]
public sealed class OnEachDatabaseAttribute(
    object[]? arguments = null, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : TheoryAttribute(sourceFilePath, sourceLineNumber), IDataAttribute
{
    bool? IDataAttribute.Explicit => null;

    string? IDataAttribute.Label => null;

    int? IDataAttribute.Timeout => null;

    string? IDataAttribute.TestDisplayName => null;

    string[]? IDataAttribute.Traits => null;

    public ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(System.Reflection.MethodInfo testMethod,
        DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Enum.GetValues<DatabaseKind>().Select(Row)]);

    public bool SupportsDiscoveryEnumeration() => true;

    private TheoryDataRow Row(DatabaseKind database) => new([database, .. arguments ?? []])
    {
        Skip = database == DatabaseKind.PostgreSql && TestDatabases.PostgreSqlServer is null
            ? "No PostgreSQL server: tests/run.sh starts one, or set CMS_TEST_POSTGRES."
            : null,
    };
}
