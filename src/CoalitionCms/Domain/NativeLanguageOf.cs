namespace CoalitionCms.Domain;

/// <summary>The presumed language of a name in its own script.</summary>
internal static class NativeLanguageOf
{
    /// <param name="otherwise">The language where the script is used by several: that of the page, if it is written in it.</param>
    public static string Name(string name, string otherwise)
    {
        foreach (var letter in name)
        {
            var tag = letter switch
            {
                >= '\u0F00' and <= '\u0FFF' => "bo",
                >= '\u1800' and <= '\u18AF' => "mn",
                >= '\u0400' and <= '\u052F' => "ru",
                _ => WritingSystems.Of(letter) switch
                {
                    WritingSystem.Hangul => "ko",
                    WritingSystem.Arabic => "ug",
                    WritingSystem.Kana => "ja",
                    WritingSystem.Han => otherwise.StartsWith("zh", StringComparison.Ordinal) ? otherwise : "zh-Hans",
                    _ => null,
                },
            };
            if (tag is not null)
            {
                return tag;
            }
        }

        return "zh-Hans";
    }
}
