using CoalitionCms.Features.People.Actions;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.People;

/// <summary>The feature's door.</summary>
public static class PeopleFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSubject<Person, PersonFacts>(EntryKind.Person, PersonFacts.None).AddScoped<PersonReader>().AddScoped<PeopleListReader>().AddSingleton<PeopleIndex>().AddScoped<OpenCases>().AddScoped<CaseDesk>().AddScoped<IPublishingCheck, SourcesCheck>().AddScoped<SavePerson>();
}
