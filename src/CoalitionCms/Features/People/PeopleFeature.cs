using CoalitionCms.Features.People.Actions;
using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>The feature's door.</summary>
public static class PeopleFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSubject<Person, PersonFacts>(EntryKind.Person, PersonFacts.None).AddScoped<PersonQueries>().AddScoped<PeopleListQueries>().AddSingleton<PeopleIndex>().AddScoped<CaseOpenData>().AddScoped<StaleCases>().AddScoped<IPublishingCheck, SourcesCheck>().AddScoped<SavePerson>();
}
