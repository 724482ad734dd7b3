using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>Counts the facts of a case without a source before publication.</summary>
internal sealed class SourcesCheck : IPublishingCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var missing = text.Kind == EntryKind.Person ? MissingSource.In(FactsJson.Read<PersonFacts>(text.FactsJson)).Count : 0;
        return Task.FromResult<IReadOnlyList<CheckLine>>(missing > 0 ? [new("Check.SourcesMissing", CheckWeight.Advice, missing)] : []);
    }
}
