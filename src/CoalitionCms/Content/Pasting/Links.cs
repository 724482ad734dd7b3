using System.Text.RegularExpressions;
using CoalitionCms.Content.Rendering;

namespace CoalitionCms.Content.Pasting;

/// <summary>How each link of a line is written, and which signs stand around its brackets instead of inside.</summary>
internal sealed partial class Links
{
    private readonly List<Piece> pieces;
    private readonly Marks[] outer;
    private readonly string?[] bare;

    internal Links(List<Piece> pieces)
    {
        this.pieces = pieces;
        outer = new Marks[pieces.Count];
        bare = new string?[pieces.Count];
        for (var i = 0; i < pieces.Count;)
        {
            var end = i + 1;
            while (pieces[i].Link is not null && end < pieces.Count && pieces[end].Link == pieces[i].Link)
                end++;
            if (pieces[i].Link is not null)
                Arrange(i, end);
            i = end;
        }
    }

    /// <summary>The signs that the brackets stand in.</summary>
    internal Marks OuterSigns(int i) => outer[i];

    /// <summary>The address itself, when nothing else was to be read there.</summary>
    internal string? BareForm(int i) => bare[i];

    /// <summary>An address as it stands in brackets.</summary>
    internal static string Destination(string address) => Entity().Replace(address, "&amp;");

    private void Arrange(int start, int end)
    {
        var all = Marks.Signs;
        for (var i = start; i < end; i++)
            all &= this.pieces[i].Signs;
        var before = start > 0 ? this.pieces[start - 1] : null;
        var after = end < this.pieces.Count ? this.pieces[end] : null;
        var goesOn = (before?.Signs ?? Marks.None) | (after?.Signs ?? Marks.None);
        var free = AllowedBeside(before, this.pieces[start].IsGlued, last: true) & AllowedBeside(after, after?.IsGlued ?? false, last: false);
        for (var i = start; i < end; i++)
            outer[i] = all & goesOn & free;
        if (end == start + 1)
            bare[start] = Bare(this.pieces[start], before, after, free);
    }

    /// <summary>A bracket is punctuation: between it and a letter no sign may stand.</summary>
    private static Marks AllowedBeside(Piece? neighbour, bool glued, bool last) =>
        neighbour is null || !glued || !neighbour.TouchesAsWord(last) ? Marks.Signs : neighbour.Signs;

    private static string? Bare(Piece piece, Piece? before, Piece? after, Marks free)
    {
        var address = piece.Link!;
        if (!piece.IsText || (piece.Signs & ~free) != Marks.None || Entity().IsMatch(address))
            return null;
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            return piece.Text == address[7..] && Email().IsMatch(piece.Text) ? $"<{piece.Text}>" : null;
        if (!Addresses.AreSame(Addresses.Clean(piece.Text) ?? "", address) || !address.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            return null;
        return StandsAlone(piece, before, after) ? address : $"<{address}>";
    }

    /// <summary>Whether the address is found without brackets, and ends where it shall.</summary>
    private static bool StandsAlone(Piece piece, Piece? before, Piece? after) =>
        Simple().IsMatch(piece.Link!) && piece.Signs == Marks.None
        && (before is null || !piece.IsGlued || (before.IsText && before.Signs == Marks.None && AddressCharacters.EndsAddress(before.Text[^1])))
        && (after is null || !after.IsGlued || (after.IsText && after.Signs == Marks.None && EndsAddress(after.Text)));

    private static bool EndsAddress(string text) => AddressCharacters.EndsAddress(text[0]) || (text[0] is '.' or ',' && (text.Length == 1 || text[1] == ' '));

    [GeneratedRegex(@"&(?=#?[A-Za-z0-9]{1,40};)", RegexOptions.ExplicitCapture)]
    private static partial Regex Entity();

    [GeneratedRegex(@"^[A-Za-z0-9.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Email();

    [GeneratedRegex("^https?://[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+([/?#][!-;=?-Z_a-z~]*)?(?<=[A-Za-z0-9/])$", RegexOptions.ExplicitCapture)]
    private static partial Regex Simple();
}
