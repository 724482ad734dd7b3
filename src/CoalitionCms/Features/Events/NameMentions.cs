namespace CoalitionCms.Features.Events;

/// <summary>Whether words name somebody: by the native name, or by the romanised one as words of their own.</summary>
internal static class NameMentions
{
    /// <summary>Shorter names stand in too many other words to tell anything.</summary>
    private const int ShortestLatin = 5;

    public static bool Has(string words, string romanised, string native) =>
        (native.Length > 1 && words.Contains(native, StringComparison.Ordinal))
        || (romanised.Length >= ShortestLatin && HasWord(words, romanised));

    private static bool HasWord(string words, string name)
    {
        for (var at = words.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = words.IndexOf(name, at + 1,
            StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if ((at == 0 || !char.IsAsciiLetter(words[at - 1])) && (end >= words.Length || !char.IsAsciiLetter(words[end])))
            {
                return true;
            }
        }

        return false;
    }
}
