using CoalitionCms.Domain;

namespace CoalitionCms.Content.Actions;

/// <summary>
/// Applies one action to several entries, each by the action for a single entry: same rights, same checks, same log entries.
/// </summary>
internal sealed class ActOnSeveral(PublishEntry publishEntry, WithdrawEntry withdrawEntry, TrashEntry trashEntry)
{
    public sealed record Chosen(Guid EntryId, long Version, long FactsVersion);

    public sealed record Done(Guid EntryId, Result Result);

    /// <summary>Runs the action; an error for one entry does not stop the others.</summary>
    public async Task<IReadOnlyList<Done>> RunAsync(Actor actor, BulkAct act, IReadOnlyList<Chosen> entries,
        CancellationToken cancellationToken)
    {
        var done = new List<Done>();
        foreach (var entry in entries)
        {
            done.Add(new(entry.EntryId, act switch
            {
                BulkAct.Publish =>
                    await publishEntry.RunAsync(actor, new(entry.EntryId, entry.Version) { FactsVersion = entry.FactsVersion },
                    cancellationToken),
                BulkAct.Withdraw => await withdrawEntry.RunAsync(actor, entry.EntryId, cancellationToken),
                BulkAct.Restore => await trashEntry.UndoAsync(actor, entry.EntryId, cancellationToken),
                _ => await trashEntry.RunAsync(actor, entry.EntryId, cancellationToken),
            }));
        }

        return done;
    }
}
