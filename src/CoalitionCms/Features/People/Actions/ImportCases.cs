using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.People.Actions;

/// <summary>
/// Imports cases from a table: first previews the effect, then, once exactly that is confirmed, saves a draft for each new person. Nothing
/// becomes public, and no case that exists is changed. The same file again adds nobody twice.
/// </summary>
internal sealed class ImportCases(CmsDbContext db, SaveEntry saveEntry, CmsOptions options, TimeProvider clock)
{
    // Each part is one transaction; an import that is interrupted goes on with the same file.
    private const int CasesInTransaction = 100;

    public async Task<Result<CasePlan>> PreviewAsync(Actor actor, ColumnMap map, CaseTableOptions how, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.EditEverything))
        {
            return ContentErrors.NotAllowed;
        }

        var file = CaseTable.Read(map, how, clock.TodayIn(options.Zone));
        return file.IsDone ? Result.Of(CasePlan.Of(file.Value, await KnownAsync(cancellationToken))) : Result.Failed<CasePlan>(file.Errors);
    }

    /// <summary>Saves drafts of what was shown, or nothing if the effect would now be another.</summary>
    /// <param name="others">Rows that look like somebody known and are other people.</param>
    /// <param name="once">Created with the form: sent twice, it makes the same drafts once.</param>
    /// <returns>How many drafts were saved, and how many rows remain for the next save.</returns>
    public async Task<Result<(int Saved, int Remaining)>> RunAsync(Actor actor, ColumnMap map, CaseTableOptions how, string signature,
        IReadOnlyCollection<int> others, Guid once, CancellationToken cancellationToken)
    {
        var plan = await PreviewAsync(actor, map, how, cancellationToken);
        if (!plan.IsDone)
        {
            return Result.Failed<(int, int)>(plan.Errors);
        }

        if (plan.Value.Signature != signature)
        {
            return new Error("Files.PlanChanged");
        }

        var chosen = plan.Value.Chosen(others);
        var code = how.Language.Code;
        var slugs = (await db.Set<Entry>().Where(e => e.Kind == EntryKind.Person && e.Language == code).Select(e => e.Slug)
            .ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        foreach (var part in chosen.Take(CasePlan.MostAtOnce).Chunk(CasesInTransaction))
        {
            var inputs = part.Select(row => new SaveEntry.Input(EntryKind.Person, null, null, how.Language,
                row.Text with { Slug = Free(row.Text.Slug, slugs) }, 0, FactsJson.Write(row.Facts), 0)
            {
                NewId = IdOf(once, row.Number),
            }).ToList();
            var saved = await saveEntry.AddAllAsync(actor, inputs, cancellationToken);
            if (!saved.IsDone)
            {
                return Result.Failed<(int, int)>(saved.Errors);
            }
        }

        return Result.Of((Math.Min(chosen.Count, CasePlan.MostAtOnce), Math.Max(chosen.Count - CasePlan.MostAtOnce, 0)));
    }

    private async Task<List<KnownPerson>> KnownAsync(CancellationToken cancellationToken)
    {
        var people = await db.Set<Person>().AsNoTracking().AsSplitQuery()
            .Select(p => new { p.Id, p.Born, Names = p.Names.Select(n => n.Text).ToList() }).ToListAsync(cancellationToken);
        var entries = (await db.Set<Entry>().AsNoTracking().Where(e => e.Kind == EntryKind.Person && e.TrashedAt == null)
            .Select(e => new { e.Id, e.ItemId, e.Title, e.Language, e.IsOriginal }).ToListAsync(cancellationToken)).ToLookup(e => e.ItemId);
        return
        [
            .. from person in people
               let own = entries[person.Id].OrderByDescending(e => e.IsOriginal).ToList()
               where own.Count > 0
               select new KnownPerson(own[0].Id, own[0].Title, own[0].Language, person.Born,
                   [.. person.Names.Concat(own.Select(e => e.Title)).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)]),
        ];
    }

    private static string Free(string slug, HashSet<string> taken)
    {
        for (var number = 1; ; number++)
        {
            var end = number == 1 ? "" : FormattableString.Invariant($"-{number}");
            var free = slug[..Math.Min(slug.Length, Slug.MaxLength - end.Length)].TrimEnd('-') + end;
            if (taken.Add(free))
            {
                return free;
            }
        }
    }

    private static Guid IdOf(Guid once, int row) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{once:D} {row}"))).AsSpan(0, 16));
}
