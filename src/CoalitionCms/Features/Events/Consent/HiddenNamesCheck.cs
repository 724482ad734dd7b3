using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Members;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// Checks whether the text to publish names a member who must not be named in public, that is, whose name no event may show today. How
/// many, it does not say: who writes may not see the roster.
/// </summary>
internal sealed class HiddenNamesCheck(CmsDbContext db, PublicAttendance attendance, ToldNames told) : IPublishingCheck, IHiddenNames
{
    private static readonly PreparedQuery<Func<CmsDbContext, IAsyncEnumerable<RosterNames>>> Roster =
        new(() => EF.CompileAsyncQuery((CmsDbContext db) =>
            db.Set<Member>().AsNoTracking().Select(m => new RosterNames(m.Id, m.RomanisedName, m.NativeName, m.EarlierNames))));

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var mayKnow = text.By.May(Permission.TakeAttendance);
        if (!mayKnow && told.IsEnough(text.By))
        {
            return [CheckLine.ForEditor];
        }

        var photos = await PhotosAsync(text, cancellationToken);
        var hidden = await HiddenInAsync(WordsOf(text).Concat(photos), cancellationToken);
        if (hidden.Count == 0)
        {
            return [];
        }

        var mentions = RosterNames.MentionsOf(hidden);
        var captions = photos.Count(p => mentions.In(p).Count > 0);
        var about = AboutOf(hidden);
        CheckLine warning = new("Check.HiddenNames", CheckWeight.Confirm) { About = about };
        if (!mayKnow)
        {
            return told.Note(text.By, about) ? [warning] : [CheckLine.ForEditor];
        }

        return captions == 0 ? [warning] : [warning, new("Check.CaptionNamesHidden", CheckWeight.Advice, captions)];
    }

    public async Task<bool> AreInAsync(Actor by, string words, CancellationToken cancellationToken)
    {
        if (by.May(Permission.TakeAttendance))
        {
            return false;
        }

        if (told.IsEnough(by))
        {
            return true;
        }

        var hidden = await HiddenInAsync([words], cancellationToken);
        if (hidden.Count > 0)
        {
            told.Note(by, AboutOf(hidden));
        }

        return hidden.Count > 0;
    }

    /// <summary>Returns the members who are named in these words and whom no event may name today.</summary>
    private async Task<List<RosterNames>> HiddenInAsync(IEnumerable<string> words, CancellationToken cancellationToken)
    {
        var members = await Roster.For(db)(db).ToListAsync(cancellationToken);
        var found = members.Count == 0 ? [] : RosterNames.MentionsOf(members).In(CleanText.Line(string.Join('\n', words)));
        var named = found.Count == 0 ? new HashSet<Guid>() : await attendance.NamedSomewhereAsync(found, cancellationToken);
        return members.FindAll(m => found.Contains(m.Id) && !named.Contains(m.Id));
    }

    // A confirmation is valid for exactly these people, however many there are.
    private static string AboutOf(List<RosterNames> hidden) =>
        ContentHash.Of([.. hidden.Select(m => m.Id.ToString("N")).Order(StringComparer.Ordinal)]);

    /// <summary>
    /// Returns all text that readers would see, including the address. A name may contain a line break or be partly emphasised.
    /// </summary>
    private static IEnumerable<string> WordsOf(CheckedText text)
    {
        string[] typed = [text.Text.Title, text.Text.Slug.Replace('-', ' '), text.Text.Summary, text.Text.Body, .. text.Text.Tags];
        foreach (var words in typed)
        {
            yield return words;
        }

        yield return MarkdownText.ToPlainText(text.Text.Body, int.MaxValue);
        foreach (var words in Strings(JsonNode.Parse(text.FactsJson)))
        {
            yield return words;
        }
    }

    /// <summary>
    /// Returns description, caption and credit of each file that the text shows, in every language: a description in another one is what
    /// a reader's browser calls the file.
    /// </summary>
    private async Task<IReadOnlyList<string>> PhotosAsync(CheckedText text, CancellationToken cancellationToken)
    {
        var hashes = MediaUses.In(text.Text.Body + text.FactsJson);
        var photos = hashes.Count == 0
            ? []
            : await db.Set<MediaFile>().AsNoTracking().Where(m => hashes.Contains(m.Sha256)).ToListAsync(cancellationToken);
        return [.. photos.Select(p =>
            CleanText.Line(string.Join('\n', [.. p.AltText.All.Select(t => t.Value), .. p.Caption.All.Select(t => t.Value), p.Credit,
                .. (p.Provenance with { CheckedBy = "" }).Words])))];
    }

    internal static IEnumerable<string> Strings(JsonNode? facts) => facts switch
    {
        JsonObject record => record.SelectMany(f => Strings(f.Value)),
        JsonArray several => several.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var words) => [words],
        _ => [],
    };
}

/// <summary>The names of an entry of the roster. Security: also the earlier ones, under which older texts know somebody.</summary>
internal sealed record RosterNames(Guid Id, string Romanised, string Native, string Earlier)
{
    public static NameMentions MentionsOf(IEnumerable<RosterNames> roster) => new(roster.SelectMany(m =>
        m.Earlier.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(name => NameMentions.Typed(m.Id, name))
            .Prepend((m.Id, m.Romanised, m.Native))));
}

/// <summary>
/// What those who may not see the roster were told about it today, by account. Security: after some different answers their texts go to an
/// editor unchecked, whatever they say, so that nobody reads the roster name by name.
/// </summary>
internal sealed class ToldNames(TimeProvider clock, ILogger<ToldNames> log)
{
    public const int MostADay = 5;

    private readonly ConcurrentDictionary<(string Actor, DateOnly Day), ConcurrentDictionary<string, bool>> answers = new();

    public bool IsEnough(Actor actor) => answers.TryGetValue((actor.Id, Today), out var own) && own.Count >= MostADay;

    /// <param name="about">Identifies the people.</param>
    /// <returns>False when this was one too many.</returns>
    public bool Note(Actor actor, string about)
    {
        foreach (var old in answers.Keys.Where(k => k.Day < Today))
        {
            answers.TryRemove(old, out _);
        }

        var own = answers.GetOrAdd((actor.Id, Today), _ => new(StringComparer.Ordinal));
        if (own.Count < MostADay && own.TryAdd(about, true) && own.Count == MostADay)
        {
            log.LogWarning("Texts of account {Account} named {Count} different groups of hidden members today.", actor.Id, MostADay);
        }

        return own.Count < MostADay;
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}

/// <summary>Names of the roster, hosts and guests of events. Security: the roster for those alone who may see it.</summary>
internal sealed class ProtectedRosterNames(CmsDbContext db) : IProtectedNames
{
    public async Task<IReadOnlyList<ProtectedName>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return [];
        }

        var members = await db.Set<Member>().AsNoTracking().Select(m => new { m.NativeName, m.NativeLanguage })
            .ToListAsync(cancellationToken);
        var events = await db.Set<Event>().AsNoTracking().Select(e => new { e.Host, e.InvitedBy }).ToListAsync(cancellationToken);
        return
        [
            .. members.Where(m => m.NativeLanguage.StartsWith("zh", StringComparison.Ordinal))
                .Select(m => new ProtectedName(m.NativeName, m.NativeLanguage == TraditionalText.Code)),
            .. events.SelectMany(e => new[] { e.Host, e.InvitedBy }).SelectMany(t => Language.All.Where(l => l.IsHan)
                .Select(l => new ProtectedName(t.In(l.Code), l.Code == TraditionalText.Code))),
        ];
    }
}
