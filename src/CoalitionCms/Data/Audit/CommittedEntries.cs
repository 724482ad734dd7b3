namespace CoalitionCms.Data.Audit;

/// <summary>
/// Publishes the log entries of a transaction after its commit. Consequences outside the database, such as mails, subscribe to it.
/// </summary>
internal sealed class CommittedEntries
{
    /// <summary>Raised after the commit, with the entries of one transaction.</summary>
    public event Action<IReadOnlyList<AuditEntry>>? Committed;

    internal void Raise(IReadOnlyList<AuditEntry> entries)
    {
        if (entries.Count > 0)
        {
            Committed?.Invoke(entries);
        }
    }
}
