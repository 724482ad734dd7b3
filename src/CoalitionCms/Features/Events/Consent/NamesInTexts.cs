using System.Text.Json.Nodes;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>A roster member who is mentioned in a text.</summary>
/// <param name="IsHidden">True when no event may show the person's full name today.</param>
internal sealed record MentionedMember(Guid MemberId, DisplayName Name, bool IsHidden);

/// <summary>A member who must not be named, and what still names them.</summary>
/// <param name="Texts">Public entries that name the member.</param>
/// <param name="Files">Library files whose name, description, caption or credit names the member.</param>
internal sealed record HiddenMemberMentions(Guid MemberId, DisplayName Name, IReadOnlyList<MentioningText> Texts,
    IReadOnlyList<MentioningFile> Files);

internal sealed record MentioningText(EntryKind Kind, Guid EntryId, string Title, string Language);

internal sealed record MentioningFile(string Sha256, string Name);

/// <summary>A page of members who must not be named.</summary>
/// <param name="Looked">The number of members that were checked.</param>
/// <param name="Found">Those who are still named somewhere.</param>
/// <param name="Next">The member after whom the next page begins, or null.</param>
internal sealed record HiddenNamesPage(int Looked, IReadOnlyList<HiddenMemberMentions> Found, Guid? Next);

/// <summary>Compares member names in texts and captions with the members' consents; on request, for staff who take attendance.</summary>
internal sealed class NamesInTexts(CmsDbContext db, PublicAttendance attendance, TimeProvider clock)
{
    private const int PageSize = 100;
    private const int Batch = 100;
    private const int MostMatches = 50;
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    /// <summary>Returns the members named in the texts of a file; none when the actor may not see the roster.</summary>
    public async Task<IReadOnlyList<MentionedMember>> InFileAsync(Actor actor, string sha256, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance)
            || await db.Set<MediaFile>().AsNoTracking().SingleOrDefaultAsync(m => m.Sha256 == sha256, cancellationToken) is not { } file)
        {
            return [];
        }

        var words = WordsOf(file);
        var roster = await db.Set<Member>().AsNoTracking()
            .Select(m => new { m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.EarlierNames }).ToListAsync(cancellationToken);
        var found = RosterNames.MentionsOf(roster.Select(m => new RosterNames(m.Id, m.RomanisedName, m.NativeName, m.EarlierNames)))
            .In(words);
        var mentioned = roster.Where(m => found.Contains(m.Id)).ToList();
        var named = await attendance.NamedSomewhereAsync([.. mentioned.Select(m => m.Id)], cancellationToken);
        return [.. mentioned.Select(m =>
            new MentionedMember(m.Id, DisplayName.Of(m.RomanisedName, m.NativeName, m.NativeLanguage), !named.Contains(m.Id)))];
    }

    /// <summary>
    /// Returns members whose full name no event may show today, whether they were asked or not, but whom something public still names; null
    /// when the actor may not see them.
    /// </summary>
    public async Task<HiddenNamesPage?> HiddenAsync(Actor actor, Guid? after, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return null;
        }

        var members = db.Set<Member>().AsNoTracking();
        if (after is { } last)
        {
            members = members.Where(m => m.Id.CompareTo(last) > 0);
        }

        var page = await members.OrderBy(m => m.Id).Take(PageSize + 1)
            .Select(m => new { MemberId = m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.EarlierNames })
            .ToListAsync(cancellationToken);
        var looked = page.Take(PageSize).ToList();
        var named = await attendance.NamedSomewhereAsync([.. looked.Select(m => m.MemberId)], cancellationToken);
        var hidden = looked.Where(m => !named.Contains(m.MemberId)).ToList();
        var names = RosterNames.MentionsOf(hidden.Select(m => new RosterNames(m.MemberId, m.RomanisedName, m.NativeName, m.EarlierNames)));
        var texts = await TextsAsync(names, cancellationToken);
        var files = await FilesAsync(names, cancellationToken);
        return new(
            looked.Count,
            [.. hidden.Where(m => texts.Contains(m.MemberId) || files.Contains(m.MemberId)).Select(m => new HiddenMemberMentions(
                m.MemberId, DisplayName.Of(m.RomanisedName, m.NativeName, m.NativeLanguage), [.. texts[m.MemberId].Take(MostMatches)],
                [.. files[m.MemberId].Take(MostMatches)]))],
            page.Count > PageSize ? looked[^1].MemberId : null);
    }

    /// <summary>Returns the number of recent withdrawals; 0 when the actor may not know.</summary>
    public async Task<int> RecentWithdrawalsAsync(Actor actor, CancellationToken cancellationToken)
    {
        var since = clock.NowToMillisecond() - Recent;
        return actor.May(Permission.TakeAttendance)
            ? await db.Set<GivenConsent>().CountAsync(c => c.IsWithdrawal && c.RecordedAt >= since, cancellationToken)
            : 0;
    }

    /// <summary>
    /// Returns members without an account who have an open question that waits for a second person; empty when the actor may not know.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> OpenQuestionsAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance)
            ? await db.Set<Member>().Where(m => m.AccountId == null && db.Set<ConsentQuestion>().Any(q => q.MemberId == m.Id))
            .Select(m => m.Id)
                .Take(MostMatches).ToListAsync(cancellationToken)
            : [];

    /// <summary>Returns all public text of every entry: text, address and tags, and its facts, such as byline, host and venue.</summary>
    private async Task<ILookup<Guid, MentioningText>> TextsAsync(NameMentions names, CancellationToken cancellationToken)
    {
        var found = new List<(Guid Member, MentioningText Text)>();
        for (Guid? after = null; ;)
        {
            var entries = db.Set<Publication>().AsNoTracking();
            if (after is { } last)
            {
                entries = entries.Where(p => p.EntryId.CompareTo(last) > 0);
            }

            var texts = await entries.OrderBy(p => p.EntryId).Take(Batch).Select(p => new
            {
                p.Kind,
                p.EntryId,
                p.Title,
                p.Language,
                p.Slug,
                p.Summary,
                p.Body,
                Tags = db.Set<PublicationTag>().Where(t => t.EntryId == p.EntryId).Select(t => t.Word).ToList(),
                Facts = db.Set<FactsRevision>().Where(f => f.ItemId == p.ItemId
                    && db.Set<Item>().Any(i => i.Id == p.ItemId && i.PublicFactsNumber == f.Number)).Select(f => f.Json).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
            foreach (var text in texts)
            {
                var words = string.Join('\n', [text.Title, text.Slug, text.Summary, text.Body,
                    MarkdownText.ToPlainText(text.Body, int.MaxValue), .. text.Tags,
                    .. text.Facts is null ? [] : HiddenNamesCheck.Strings(JsonNode.Parse(text.Facts))]);
                found.AddRange(names.In(words).Select(m =>
                    (m, new MentioningText(text.Kind, text.EntryId, text.Title, text.Language))));
            }

            if (texts.Count < Batch)
            {
                return found.ToLookup(f => f.Member, f => f.Text);
            }

            after = texts[^1].EntryId;
        }
    }

    private async Task<ILookup<Guid, MentioningFile>> FilesAsync(NameMentions names, CancellationToken cancellationToken)
    {
        var found = new List<(Guid Member, MentioningFile File)>();
        await foreach (var file in db.Set<MediaFile>().AsNoTracking().OrderByDescending(m => m.AddedAt).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            found.AddRange(names.In(WordsOf(file)).Select(m => (m, new MentioningFile(file.Sha256, file.Name))));
        }

        return found.ToLookup(f => f.Member, f => f.File);
    }

    private static string WordsOf(MediaFile file) =>
        CleanText.Line(string.Join('\n',
        [file.Name, .. file.AltText.All.Select(t => t.Value), .. file.Caption.All.Select(t => t.Value), file.Credit,
            .. file.Provenance.Words]));
}
