using Markdig.Extensions.AutoLinks;
using Markdig.Helpers;
using Markdig.Parsers;

namespace CoalitionCms.Content.Rendering;

/// <summary>
/// Addresses written without brackets. In Chinese, Japanese and Korean no space stands around them, so they may begin behind such a
/// character and they end before one: 见https://example.org/a，后文 links the address alone.
/// </summary>
internal sealed class BareLinkParser() : AutoLinkParser(new AutoLinkOptions { UseHttpsForWWWLinks = true })
{
    /// <summary>Longer ones are text. It also bounds the work on a text that is nothing but beginnings of addresses.</summary>
    private const int LongestAddress = 2048;

    private static readonly string[] Beginnings = ["http://", "https://", "mailto:", "tel:", "www."];

    /// <inheritdoc />
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (!MayFollow(slice.PeekCharExtra(-1)) || !Begins(slice.AsSpan()) || !ParagraphBudget.TryTake(processor, Index))
            return false;
        var length = Math.Min(slice.Length, LongestAddress + 1);
        var stop = slice.AsSpan()[..length].IndexOfAnyExcept(AddressCharacters.Instance);
        if (stop < 0 && length > LongestAddress)
            return false;

        var address = new StringSlice(slice.AsSpan()[..(stop < 0 ? length : stop)].ToString());
        if (!base.Match(processor, ref address))
            return false;
        slice.Start += address.Start;
        return true;
    }

    private static bool Begins(ReadOnlySpan<char> text)
    {
        foreach (var beginning in Beginnings)
        {
            if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static bool MayFollow(char before) =>
        before is '\0' or '*' or '_' or '~' or '(' || char.IsWhiteSpace(before) || AddressCharacters.EndsAddress(before);
}
