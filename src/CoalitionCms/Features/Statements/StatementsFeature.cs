using CoalitionCms.Features.Statements.Actions;

namespace CoalitionCms.Features.Statements;

/// <summary>The feature's door.</summary>
public static class StatementsFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddStatements(this IServiceCollection services) => services
        .AddSingleton<StatementLimits>().AddScoped<StatementDesk>().AddScoped<StatementReader>().AddScoped<IssueStatement>().AddScoped<RevokeStatement>();
}
