using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>Tells which names search must not know, because the people took them back.</summary>
public interface IWithheldNames
{
    /// <summary>The names of today; from memory until a consent, the roster or a case changes.</summary>
    Task<WithheldNames> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The same from the scope's database, which is not the site's while a backup is verified.</summary>
    /// <param name="memberIds">Of these people; null for all.</param>
    Task<WithheldNames> ReadNowAsync(IReadOnlyCollection<Guid>? memberIds, CancellationToken cancellationToken);
}

/// <summary>
/// Names that are left out of what search knows of a text, in all their spellings. A text may still have such a name, until somebody edits
/// it; it is then found by its other words.
/// </summary>
public sealed class WithheldNames
{
    /// <summary>Shorter names in Latin letters occur in too many other words.</summary>
    private const int ShortestLatin = 5;

    /// <summary>Names of more words are looked for only in their own order.</summary>
    private const int MostWords = 4;

    private readonly Dictionary<string, List<string[]>> phrases;

    public WithheldNames(IEnumerable<string> names)
    {
        var all = names.SelectMany(PhrasesOf).DistinctBy(p => string.Join(' ', p)).ToList();
        Key = string.Join('\n', all.Select(p => string.Join(' ', p)).Order(StringComparer.Ordinal));
        phrases = all.OrderByDescending(p => p.Length).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
    }

    public static WithheldNames None { get; } = new([]);

    public bool IsEmpty => phrases.Count == 0;

    /// <summary>Two of the same names have the same key.</summary>
    public string Key { get; }

    /// <summary>Questions that find every document with one of the names, and some others.</summary>
    internal IEnumerable<SearchQuery> Questions => phrases.Values.SelectMany(p => p)
        .Select(p => new SearchQuery(IsLatin(p)
            ? [.. p.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(w => (string[])[w])]
            : [p]))
        .DistinctBy(q => string.Join('\n', q.Phrases.Select(p => string.Join(' ', p))));

    /// <summary>Tokens as the index stores them, without the names.</summary>
    public string Strip(string indexed)
    {
        if (IsEmpty || indexed.Length == 0)
        {
            return indexed;
        }

        var tokens = indexed.Split(' ');
        var kept = new List<string>(tokens.Length);
        var found = false;
        for (var i = 0; i < tokens.Length;)
        {
            var end = phrases.TryGetValue(tokens[i], out var begun) ? begun.Max(p => EndOf(p, tokens, i)) : 0;
            found |= end > 0;
            kept.Add(end > 0 ? SearchText.Boundary : tokens[i]);
            i = end > 0 ? end : i + 1;
        }

        return found ? string.Join(' ', kept) : indexed;
    }

    /// <summary>Where a phrase that begins at a token ends; 0 when it is not there. Between Latin words there may be a comma.</summary>
    private static int EndOf(string[] phrase, string[] tokens, int start)
    {
        var (at, mayPause) = (start, IsLatin(phrase));
        foreach (var word in phrase)
        {
            at += mayPause && at > start && at < tokens.Length && tokens[at] == SearchText.Boundary ? 1 : 0;
            if (at == tokens.Length || tokens[at] != word)
            {
                return 0;
            }

            at++;
        }

        return at;
    }

    private static IEnumerable<string[]> PhrasesOf(string name)
    {
        foreach (var spelling in NameSpellings.Of(name))
        {
            string[] words = [.. SearchText.Tokens(spelling, withBoundaries: false).Select(t => t.Text)];
            if (!IsLatin(words))
            {
                if (words.Length > 1)
                {
                    yield return words;
                }

                continue;
            }

            string[][] orders = words.Length is 1 or > MostWords ? [words]
                : [words, [.. words[1..], words[0]], [words[^1], .. words[..^1]]];
            foreach (var order in orders)
            {
                if (string.Join(' ', order).Length >= ShortestLatin)
                {
                    yield return order;
                }

                if (string.Concat(order).Length >= ShortestLatin)
                {
                    yield return [string.Concat(order)];
                }
            }
        }
    }

    private static bool IsLatin(string[] words) =>
        Array.TrueForAll(words, w => !WritingSystems.IsEastAsian(WritingSystems.Of(w, last: false)));
}

/// <summary>
/// Keeps what search knows free of names that were taken back, also where a consent ended by itself, and overwrites what was removed.
/// </summary>
public sealed class SearchUpkeep
{
    private string applied = "?";
    private int removals;
    private (int Once, int Twice) overwritten;

    /// <summary>Words are about to leave the index: their bytes are overwritten in a while.</summary>
    public void NoteRemoval() => Interlocked.Increment(ref removals);

    /// <summary>Does what is due; costs no query when nothing is.</summary>
    public async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CmsDbContext>();
        var names = await services.GetRequiredService<IWithheldNames>().ReadAsync(cancellationToken);
        if (names.Key != applied)
        {
            await services.GetRequiredService<SearchIndex>().WithholdAsync(names, names, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            db.DiscardChanges();
            applied = names.Key;
        }

        // Twice, because what was noted before the first time may have been committed after it.
        if (Volatile.Read(ref removals) is var seen && seen != overwritten.Twice
            && await db.OverwriteRemovedAsync([CmsDbContext.SearchTable], cancellationToken))
        {
            overwritten = (seen, overwritten.Once);
        }
    }
}
