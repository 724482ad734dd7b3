namespace CoalitionCms.Data.Audit;

/// <summary>
/// Hands on the entries of the log once their transaction is committed. What follows from an action outside the database, such as a mail,
/// hangs on it.
/// </summary>
public sealed class CommittedEntries
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
