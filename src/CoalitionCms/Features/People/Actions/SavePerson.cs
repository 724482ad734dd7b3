using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.People.Actions;

/// <summary>Saves a person as a draft, if the facts can be true together.</summary>
public sealed class SavePerson(SaveDraft saveDraft, CmsOptions options, TimeProvider clock)
{
    /// <summary>Saves, or says what stands in the way; fields of facts begin with <c>Facts.</c></summary>
    public async Task<Outcome<SaveDraft.Saved>> RunAsync(Actor actor, SaveDraft.Input input, PersonFacts facts, CancellationToken cancellationToken)
    {
        Refusal[] refusals = [.. PersonRules.Check(facts, clock.TodayIn(options.Zone)).Select(r => r with { Field = "Facts." + r.Field })];
        return refusals.Length > 0
            ? Outcome.Refused<SaveDraft.Saved>(refusals)
            : await saveDraft.RunAsync(actor, EntryKind.Person, input, facts, cancellationToken);
    }
}
