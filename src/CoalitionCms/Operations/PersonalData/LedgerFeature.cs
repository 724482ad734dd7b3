using CoalitionCms.Data;
using CoalitionCms.Operations.PersonalData.Actions;

namespace CoalitionCms.Operations.PersonalData;

/// <summary>The feature's door.</summary>
public static class LedgerFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) =>
        services.AddScoped<PersonalDataQueries>().AddScoped<TextSearch>().AddScoped<NameTraces>().AddScoped<OpenPerson>().AddScoped<ExportPerson>().AddScoped<PurgePerson>();
}
