using CoalitionCms.Data;
using CoalitionCms.Operations.PersonalData.Actions;

namespace CoalitionCms.Operations.PersonalData;

internal static class PersonalDataSetup
{
    public static IServiceCollection AddPersonalData(this IServiceCollection services) =>
        services.AddScoped<PersonalDataQueries>().AddScoped<TextSearch>().AddScoped<NameTraces>().AddScoped<OpenPerson>()
            .AddScoped<ExportPerson>().AddScoped<PurgePerson>();
}
