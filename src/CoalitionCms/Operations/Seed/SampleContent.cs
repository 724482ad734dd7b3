using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using CoalitionCms.Operations.Seed.Sample;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Seed;

/// <summary>
/// Generates entries of all kinds, languages and scripts, for performance tests and demonstrations. All names and places are fictitious.
/// </summary>
internal sealed class SampleContent(CmsDbContext db, AuditLog audit, CmsOptions options, SearchIndex search)
{
    public const int Most = 1_000_000;

    private const int BatchSize = 400;
    private const int MostMembers = 60;

    /// <summary>
    /// Adds <paramref name="count"/> entries, the same ones for the same seed and count. Returns false without changes if content of that
    /// seed exists.
    /// </summary>
    public async Task<bool> AddAsync(Actor actor, int count, int seed, Action<int> progress, CancellationToken cancellationToken)
    {
        var words = SampleWords.Read();
        var random = new SplitMix64((ulong)seed);
        var roster = new SampleRoster(words, random);
        if (await db.Set<Member>().AnyAsync(m => m.Id == roster.FirstId, cancellationToken))
        {
            return false;
        }

        // Rows are added once and not changed: detecting changes repeatedly would take most of the time.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.IsFilling = true;
        await db.FlushLaterAsync(cancellationToken);
        var batch = new List<object>(roster.Members(Math.Min(MostMembers, 10 + (count / 20))));
        var entries = new SampleEntries(words, roster, random, seed, options.Zone, search);
        for (var done = 0; done < count;)
        {
            var from = done;
            while (done < count && done - from < BatchSize)
            {
                done += entries.AddThing(batch, done, count);
            }

            audit.Record(actor, AuditVerb.SampleContentAdded, "site", "sample", new { seed, from = from + 1, to = done });
            db.Invalidate(CacheTag.Everything);
            db.AddRange(batch);
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            batch.Clear();
            progress(done);
        }

        // Some invented members are hidden, and texts may have their names.
        var withheld = await search.WithheldAsync(cancellationToken);
        await search.WithholdAsync(withheld, withheld, cancellationToken);
        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancellationToken);
        db.IsFilling = false;
        return true;
    }
}
