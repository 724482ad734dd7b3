using System.Buffers;

namespace CoalitionCms.Content.Rendering;

/// <summary>Which characters may stand in an address that is written without brackets.</summary>
internal static class AddressCharacters
{
    internal static SearchValues<char> Instance { get; } = SearchValues.Create(
        [.. Enumerable.Range('!', 0xFFFF - '!').Select(code => (char)code).Where(unit => !char.IsWhiteSpace(unit) && !EndsAddress(unit))]);

    /// <summary>Chinese, Japanese and Korean characters, their punctuation, and the curly quotation marks that Chinese uses.</summary>
    internal static bool EndsAddress(char unit) =>
        unit is '“' or '”' or '‘' or '’' or '…'
        || WritingSystems.Of(unit) is WritingSystem.Han or WritingSystem.Kana or WritingSystem.Hangul or WritingSystem.FullWidth;
}
