using System.Text.Json.Nodes;
using CoalitionCms.Data;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Integrity;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>Looks whether what would be published names a member who is not to be named in public: somebody whose name no event may show today.</summary>
internal sealed class HiddenNamesCheck(CmsDbContext db, PublicAttendance attendance) : IPublishingCheck
{
    /// <summary>Shorter names stand in too many other words to tell anything.</summary>
    private const int ShortestLatin = 5;

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var words = await WordsAsync(text, cancellationToken);
        var members = await db.Members.AsNoTracking().Select(m => new { m.Id, m.RomanisedName, m.NativeName }).ToListAsync(cancellationToken);
        var mentioned = members.Where(m => Mentions(words, m.RomanisedName, m.NativeName)).Select(m => m.Id).ToList();
        if (mentioned.Count == 0)
        {
            return [];
        }

        // A tick holds for these people and no others, however many they are.
        var named = await attendance.NamedSomewhereAsync(mentioned, cancellationToken);
        var hidden = mentioned.Where(id => !named.Contains(id)).Select(id => id.ToString("N")).Order(StringComparer.Ordinal).ToArray();
        return hidden.Length > 0 ? [new("Check.HiddenNames", CheckWeight.Confirm, hidden.Length) { About = ContentHash.Of(hidden) }] : [];
    }

    /// <summary>Everything that readers would read, address and photos included, in one line: a name may be broken by a line end or half of it emphasised.</summary>
    private async Task<string> WordsAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var hashes = MediaUses.In(text.Text.Body + text.FactsJson);
        var photos = hashes.Count == 0 ? [] : await db.Media.AsNoTracking().Where(m => hashes.Contains(m.Sha256)).ToListAsync(cancellationToken);
        string[] words =
        [
            text.Text.Title, text.Text.Slug.Replace('-', ' '), text.Text.Summary, text.Text.Body, MarkdownText.ToPlainText(text.Text.Body, int.MaxValue), .. text.Text.Tags,
            .. Strings(JsonNode.Parse(text.FactsJson)), .. photos.SelectMany(p => new[] { p.AltText.In(text.Language.Code), p.Caption.In(text.Language.Code), p.Credit }),
        ];
        return CleanText.Line(string.Join('\n', words));
    }

    private static IEnumerable<string> Strings(JsonNode? facts) => facts switch
    {
        JsonObject record => record.SelectMany(f => Strings(f.Value)),
        JsonArray several => several.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var words) => [words],
        _ => [],
    };

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
