namespace CoalitionCms.Caching;

/// <summary>
/// Tells whoever keeps copies in this process that something public changed. Raised by the database context after the commit of the outermost
/// transaction, and by the listener for what other processes changed; by nobody else.
/// </summary>
public sealed class CacheInvalidation
{
    /// <summary>Values that pages are made from are forgotten first: a page made between the two would keep the old value for good.</summary>
    public event Action<IReadOnlyCollection<string>>? ValuesInvalidated;

    /// <summary>Then pages are.</summary>
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
