using CoalitionCms.Data;
using CoalitionCms.Features.Publishing;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>Looks whether a text names a member who is not to be named in public: somebody whose name no event may show today.</summary>
internal sealed class HiddenNamesCheck(CmsDbContext db, PublicAttendance attendance) : IPublishingCheck
{
    /// <summary>Shorter names stand in too many other words to tell anything.</summary>
    private const int ShortestLatin = 5;

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var words = string.Join('\n', [text.Text.Title, text.Text.Summary, text.Text.Body, .. text.Text.Tags, text.FactsJson]);
        var members = await db.Members.AsNoTracking().Select(m => new { m.Id, m.RomanisedName, m.NativeName }).ToListAsync(cancellationToken);
        var mentioned = members.Where(m => Mentions(words, m.RomanisedName, m.NativeName)).Select(m => m.Id).ToList();
        if (mentioned.Count == 0)
        {
            return [];
        }

        var hidden = mentioned.Count - (await attendance.NamedSomewhereAsync(mentioned, cancellationToken)).Count;
        return hidden > 0 ? [new("Check.HiddenNames", CheckWeight.Confirm, hidden)] : [];
    }

    private static bool Mentions(string words, string romanised, string native) =>
        (native.Length > 1 && words.Contains(native, StringComparison.Ordinal)) || (romanised.Length >= ShortestLatin && HasWord(words, romanised));

    private static bool HasWord(string words, string name)
    {
        for (var at = words.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = words.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
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
