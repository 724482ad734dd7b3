namespace CoalitionCms.Domain;

/// <summary>Where the phrases of a question are searched.</summary>
internal enum SearchField
{
    Names,

    /// <summary>Names and title.</summary>
    Title,

    /// <summary>Names, title and text.</summary>
    Anywhere,
}

/// <summary>A question to the search: phrases that a text must all contain.</summary>
/// <param name="Phrases">The tokens of each phrase; empty when there is nothing to search for.</param>
internal sealed record SearchQuery(IReadOnlyList<IReadOnlyList<string>> Phrases)
{
    /// <summary>Longer questions are cut, in characters.</summary>
    public const int Longest = 200;

    private const int MostPhrases = 12;

    /// <summary>
    /// Parses what a reader typed: words separated by spaces; words in quotes, and characters written together, are a phrase.
    /// </summary>
    public static SearchQuery Of(string? typed)
    {
        var phrases = new List<IReadOnlyList<string>>();
        var text = typed is null ? "" : typed.Length <= Longest ? typed : typed[..Longest];
        var isQuoted = false;
        foreach (var part in text.Split(['"', '“', '”', '„', '«', '»', '「', '」', '《', '》']))
        {
            foreach (var words in isQuoted ? [part] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                phrases.AddRange(Parts(words));
            }

            isQuoted = !isQuoted;
        }

        return new([.. phrases.DistinctBy(p => string.Join(' ', p)).Take(MostPhrases)]);
    }

    /// <summary>The same words as one phrase.</summary>
    public SearchQuery Together => new([[.. Phrases.SelectMany(p => p)]]);

    /// <summary>The keys that a document has in which this field contains all phrases.</summary>
    public IEnumerable<string> KeysIn(SearchField field) =>
        Phrases.SelectMany(p => SearchText.KeysOfPhrase(p, field == SearchField.Names)).Distinct(StringComparer.Ordinal)
            .Select(k => SearchText.KeyIn(field, k));

    /// <summary>
    /// The phrases, in the form of an index, that a document with these keys may still not contain: those of more than one key.
    /// </summary>
    public IEnumerable<string> UnsureIn(SearchField field) =>
        Phrases.Where(p => SearchText.KeysOfPhrase(p, field == SearchField.Names).Skip(1).Any()).Select(p => $" {string.Join(' ', p)} ");

    /// <summary>Whether texts, as the index stores them, contain all phrases of more than one key.</summary>
    public bool Fits(params string[] indexed) =>
        UnsureIn(SearchField.Anywhere).All(p => Array.Exists(indexed, i => $" {i} ".Contains(p, StringComparison.Ordinal)));

    /// <summary>Where the phrases stand in a text, in order and without overlap.</summary>
    public IReadOnlyList<(int Start, int End)> PlacesIn(string text)
    {
        var tokens = SearchText.Tokens(text);
        var places = new List<(int Start, int End)>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var length = LengthAt(tokens, i);
            if (length > 0)
            {
                places.Add((tokens[i].Start, tokens[i + length - 1].End));
                i += length - 1;
            }
        }

        return places;
    }

    /// <summary>The number of tokens of the longest phrase that begins at a token; 0 for none.</summary>
    private int LengthAt(List<SearchToken> tokens, int at)
    {
        var longest = 0;
        foreach (var phrase in Phrases)
        {
            if (phrase.Count <= longest || at + phrase.Count > tokens.Count)
            {
                continue;
            }

            var same = 0;
            while (same < phrase.Count && tokens[at + same].Text == phrase[same])
            {
                same++;
            }

            longest = same == phrase.Count ? same : longest;
        }

        return longest;
    }

    private static IEnumerable<IReadOnlyList<string>> Parts(string words)
    {
        var part = new List<string>();
        foreach (var token in SearchText.Tokens(words).Select(t => t.Text).Append(SearchText.Boundary))
        {
            if (token != SearchText.Boundary)
            {
                part.Add(token);
            }
            else if (part.Count > 0)
            {
                yield return part;
                part = [];
            }
        }
    }
}
