using CoalitionCms.Data;
using CoalitionCms.Features.Media;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.People.Actions;

/// <summary>Saves a person as a draft, if the facts can be true together.</summary>
public sealed class SavePerson(CmsDbContext db, SaveDraft saveDraft, CmsOptions options, TimeProvider clock)
{
    /// <summary>Saves, or says what stands in the way; fields of facts begin with <c>Facts.</c></summary>
    public async Task<Result<SaveDraft.Saved>> RunAsync(Actor actor, SaveDraft.Input input, PersonFacts facts, CancellationToken cancellationToken)
    {
        var errors = PersonRules.Check(facts, clock.TodayIn(options.Zone)).Select(r => r with { Field = "Facts." + r.Field }).ToList();
        if (facts.Photo.Length > 0 && !await db.Media.AnyAsync(m => m.Sha256 == facts.Photo && m.Width > 0, cancellationToken))
        {
            errors.Add(MediaErrors.NoSuchFile with { Field = "Facts." + nameof(PersonFacts.Photo) });
        }

        return errors.Count > 0
            ? Result.Failed<SaveDraft.Saved>(errors)
            : await saveDraft.RunAsync(actor, EntryKind.Person, input, facts, cancellationToken);
    }
}
