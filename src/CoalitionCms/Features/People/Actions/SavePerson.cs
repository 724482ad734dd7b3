using CoalitionCms.Data;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.People.Actions;

/// <summary>Saves a person as a draft, if the facts can be true together.</summary>
public sealed class SavePerson(CmsDbContext db, SaveDraft saveDraft, CmsOptions options, TimeProvider clock)
{
    /// <summary>Saves, or says what stands in the way; fields of facts begin with <c>Facts.</c></summary>
    public async Task<Outcome<SaveDraft.Saved>> RunAsync(Actor actor, SaveDraft.Input input, PersonFacts facts, CancellationToken cancellationToken)
    {
        var refusals = PersonRules.Check(facts, clock.TodayIn(options.Zone)).Select(r => r with { Field = "Facts." + r.Field }).ToList();
        if (facts.Photo.Length > 0 && !await db.Media.AnyAsync(m => m.Sha256 == facts.Photo && m.Width > 0, cancellationToken))
        {
            refusals.Add(MediaRefusals.NoSuchFile with { Field = "Facts." + nameof(PersonFacts.Photo) });
        }

        return refusals.Count > 0
            ? Outcome.Refused<SaveDraft.Saved>(refusals)
            : await saveDraft.RunAsync(actor, EntryKind.Person, input, facts, cancellationToken);
    }
}
