namespace CoalitionCms.Caching;

/// <summary>
/// Tells whoever keeps copies in this process that something public changed. Raised by the database context after the commit of the
/// outermost transaction, and by the listener for what other processes changed; by nobody else.
/// </summary>
public sealed class CacheInvalidation
{
    /// <summary>
    /// So long after the last sign that no change of another process was missed, this one does not trust its memory with names any more.
    /// </summary>
    private const long PatienceMilliseconds = 5_000;

    // With one process there is nobody to hear from.
    private long heardAt = long.MaxValue;

    /// <summary>False while another process may have changed something that this one did not hear of.</summary>
    public bool IsCurrent => Environment.TickCount64 - Volatile.Read(ref heardAt) < PatienceMilliseconds;

    /// <summary>Notes that everything that other processes changed was heard.</summary>
    internal void Confirm() => Volatile.Write(ref heardAt, Environment.TickCount64);

    internal void Lose() => Volatile.Write(ref heardAt, long.MinValue / 2);

    /// <summary>
    /// Values that pages are made from are forgotten first: a page made between the two would keep the old value for good.
    /// </summary>
    public event Action<IReadOnlyCollection<string>>? ValuesInvalidated;

    public event Action<IReadOnlyCollection<string>>? PagesInvalidated;

    /// <summary>Raises both, in their order. See <see cref="CacheTag"/>.</summary>
    internal void Raise(IReadOnlyCollection<string> tags)
    {
        if (tags.Count > 0)
        {
            string[] changed = [.. tags];
            ValuesInvalidated?.Invoke(changed);
            PagesInvalidated?.Invoke(changed);
        }
    }
}
