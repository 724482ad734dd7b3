using CoalitionCms.Data;
using CoalitionCms.Features.Ledger.Actions;

namespace CoalitionCms.Features.Ledger;

/// <summary>The feature's door.</summary>
public static class LedgerFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) =>
        services.AddScoped<LedgerDesk>().AddScoped<TextSearch>().AddScoped<NameTraces>().AddScoped<OpenPerson>().AddScoped<ExportPerson>().AddScoped<PurgePerson>();
}
