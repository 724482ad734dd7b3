namespace CoalitionCms.Content;

/// <summary>Ensures that exactly one public entry of each item is used for the languages that have none.</summary>
internal static class FallbackLanguage
{
    /// <summary>Marks the entry of the first language if it is public, otherwise the one that has been public longest.</summary>
    public static void Settle(IReadOnlyCollection<Publication> siblings, Guid originalEntryId)
    {
        var chosen = Of(siblings, originalEntryId);
        foreach (var sibling in siblings)
        {
            sibling.MakeOriginal(sibling == chosen);
        }
    }

    public static Publication? Of(IReadOnlyCollection<Publication> siblings, Guid originalEntryId) =>
        siblings.FirstOrDefault(p => p.EntryId == originalEntryId)
        ?? siblings.OrderBy(p => p.FirstPublishedAt).ThenBy(p => p.EntryId).FirstOrDefault();
}
