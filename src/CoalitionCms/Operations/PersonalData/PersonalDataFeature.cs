using CoalitionCms.Data;
using CoalitionCms.Operations.PersonalData.Actions;

namespace CoalitionCms.Operations.PersonalData;

/// <summary>The feature's door.</summary>
public static class PersonalDataFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddPersonalData(this IServiceCollection services) =>
        services.AddScoped<PersonalDataDesk>().AddScoped<TextSearch>().AddScoped<NameTraces>().AddScoped<OpenPerson>().AddScoped<ExportPerson>().AddScoped<PurgePerson>();
}
