namespace CoalitionCms.Caching;

/// <summary>
/// Notifies the caches of this process that public content changed. Raised only by the database context, after the commit of the outermost
/// transaction, and by the listener for changes of other processes.
/// </summary>
internal sealed class CacheInvalidation
{
    /// <summary>
    /// How long after the last confirmation that no change of another process was missed this process stops serving names from its cache.
    /// </summary>
    private const long PatienceMilliseconds = 5_000;

    // With a single process there are no other processes to listen to.
    private long heardAt = long.MaxValue;

    /// <summary>False while another process may have made a change that this process has not received.</summary>
    public bool IsCurrent => Environment.TickCount64 - Volatile.Read(ref heardAt) < PatienceMilliseconds;

    /// <summary>Records that all changes of other processes have been received.</summary>
    internal void Confirm() => Volatile.Write(ref heardAt, Environment.TickCount64);

    internal void Lose() => Volatile.Write(ref heardAt, long.MinValue / 2);

    /// <summary>
    /// Raised first, for values that pages are made from: a page rendered between the two events would keep the old value for good.
    /// </summary>
    public event Action<IReadOnlyCollection<string>>? ValuesInvalidated;

    public event Action<IReadOnlyCollection<string>>? PagesInvalidated;

    /// <summary>Raises both events, in their order. See <see cref="CacheTag"/>.</summary>
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
